namespace OuraTeams.Server;

/// <summary>
/// Runs every sweep when a silo is lost, and when the first silo of a cluster comes up: what the lost ones were doing is
/// unfinished, and the timers that would have gone on with it went with them. One of the silos that are left does it. A silo
/// that stops in order tells the sweeps what it leaves; these then wake what is due.
/// </summary>
internal sealed class LossService(IClusterMembershipService membership, ILocalSiloDetails here, Sweeps sweeps, TimeProvider clock) : BackgroundService
{
    /// <summary>Longer than a silo works on that the others have declared dead: it reads so every <c>Cluster:MembersEvery</c>.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClusterMembershipSnapshot? before = null;
        await foreach (ClusterMembershipSnapshot now in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            SiloAddress[] active = [.. now.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress).Order()];
            if (active.Length == 0 || !active[0].Equals(here.SiloAddress))
            {
                before = now;
                continue;
            }

            bool first = before?.GetSiloStatus(here.SiloAddress) != SiloStatus.Active && active.Length == 1;
            bool lost = now.Members.Values.Any(silo => silo.Status == SiloStatus.Dead
                && before?.GetSiloStatus(silo.SiloAddress) is SiloStatus.Active or SiloStatus.Joining);
            bool left = now.Members.Values.Any(silo => silo.Status == SiloStatus.Dead
                && before?.GetSiloStatus(silo.SiloAddress) is SiloStatus.ShuttingDown or SiloStatus.Stopping);
            before = now;
            if (first || lost)
            {
                await sweeps.RunAllAsync(stoppingToken);
            }
            else if (left)
            {
                await sweeps.RunDueAsync(stoppingToken);
            }

            if (lost)
            {
                await Task.Delay(Afterlife, clock, stoppingToken);
                await sweeps.VerifyAllAsync(stoppingToken);
            }
        }
    }
}
