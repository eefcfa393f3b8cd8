using System.Threading.Channels;
using OuraTeams.Contracts.Recovery;

namespace OuraTeams.Server.Host.Recovery;

/// <summary>
/// Has the accounts go on with what a lost silo left unfinished: the timers that would have gone on with it went with it. Each
/// silo that sees a loss notes it in the store; one of them, the leader, wakes every account and notes the end. Should it end
/// before, in whatever way, the next leader finds the loss still noted. A silo that stops in order has told the schedulers what it
/// leaves; these then wake what is due.
/// </summary>
internal sealed class LossService(
    IClusterMembershipService membership, ILocalSiloDetails here, IClusterClient cluster, Schedulers schedulers, TimeProvider clock, ILogger<LossService> logger) : BackgroundService
{
    /// <summary>Longer than a silo goes on working after the others have declared it dead; it learns of that within <c>Cluster:MembersEvery</c>.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(30);

    /// <summary>How often the leader looks whether a loss is noted that nobody deals with.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Pause after the store or the cluster could not answer.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _look = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile IReadOnlyList<string> _active = [];

    private string Name => here.SiloAddress.ToParsableString();

    private IRecoveryGrain Recovery => cluster.GetGrain<IRecoveryGrain>(0);

    private bool IsLeader => _active.Count > 0 && _active[0] == Name;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WatchAsync(stoppingToken), RecoverAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stopping)
    {
        ClusterMembershipSnapshot? before = null;
        await foreach (ClusterMembershipSnapshot now in membership.MembershipUpdates.WithCancellation(stopping))
        {
            SiloAddress[] active = [.. now.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress).Order()];
            _active = [.. active.Select(silo => silo.ToParsableString())];
            List<NotedLoss> lost = [.. now.Members.Values
                .Where(silo => silo.Status == SiloStatus.Dead && before?.GetSiloStatus(silo.SiloAddress) is SiloStatus.Active or SiloStatus.Joining)
                .Select(silo => new NotedLoss(silo.SiloAddress.ToParsableString(), clock.GetUtcNow(), Verify: true))];
            if (active.Length == 1 && IsLeader && before?.GetSiloStatus(here.SiloAddress) != SiloStatus.Active)
            {
                // The first silo of the cluster: all earlier ones are gone.
                lost.Add(new NotedLoss($"before {Name}", clock.GetUtcNow(), Verify: false));
            }

            bool left = now.Members.Values.Any(silo => silo.Status == SiloStatus.Dead
                && before?.GetSiloStatus(silo.SiloAddress) is SiloStatus.ShuttingDown or SiloStatus.Stopping);
            before = now;
            if (lost.Count > 0)
            {
                await UntilDoneAsync(() => Recovery.NoteAsync(lost), stopping);
            }
            else if (left && IsLeader)
            {
                await schedulers.RunDueAsync(stopping);
            }

            _look.Writer.TryWrite(true);
        }
    }

    private async Task RecoverAsync(CancellationToken stopping)
    {
        Task<bool>? look = null;
        while (!stopping.IsCancellationRequested)
        {
            if (IsLeader)
            {
                await UntilDoneAsync(() => RecoverNotedAsync(stopping), stopping);
            }

            look ??= _look.Reader.WaitToReadAsync(stopping).AsTask();
            await ((Task)look).WaitAsync(LookEvery, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (look.IsCompletedSuccessfully)
            {
                _look.Reader.TryRead(out _);
                look = null;
            }
        }
    }

    /// <summary>Deals with all that is noted, also with what comes meanwhile, whether this silo still leads or not.</summary>
    private async Task RecoverNotedAsync(CancellationToken stopping)
    {
        while (await Recovery.TakeAsync(Name, _active) is { Count: > 0 } losses)
        {
            RecoveryLog.Recovering(logger, losses.Count, string.Join(", ", losses.Select(loss => loss.Silo)));
            await schedulers.RunAllAsync(stopping);
            if (losses.Where(loss => loss.Verify).Select(loss => (DateTimeOffset?)loss.At).Max() is { } newest)
            {
                TimeSpan rest = newest + Afterlife - clock.GetUtcNow();
                await Task.Delay(rest < TimeSpan.Zero ? TimeSpan.Zero : rest < Afterlife ? rest : Afterlife, clock, stopping);
                await schedulers.VerifyAllAsync(stopping);
            }

            await Recovery.FinishAsync(losses);
            RecoveryLog.Recovered(logger, losses.Count);
        }
    }

    private async Task UntilDoneAsync(Func<Task> action, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                RecoveryLog.NotRecovered(logger, error);
                await Task.Delay(RetryPause, clock, stopping);
            }
        }
    }
}
