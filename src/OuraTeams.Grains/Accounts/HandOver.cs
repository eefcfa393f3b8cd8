using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// Has the next activation go on with what an ended one leaves. The runtime ends activations whenever the cluster changes, and
/// an account its own when a write failed. The next one is called until it comes up, which it can't while the store is away:
/// nobody else knows that there is work. Should this process end before, the sweep has been told, and runs when the silo is
/// gone.
/// </summary>
/// <param name="account">Whose.</param>
/// <param name="stopping">Cancelled when the silo stops: then the next activation is called once.</param>
internal sealed class HandOver(AccountContext account, CancellationToken stopping)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Begins, and goes on after the activation's end; not in its turn, for what an ended activation calls is refused.</summary>
    /// <param name="due">When there is work.</param>
    public void Begin(DateTimeOffset due)
    {
        // Where the store failed, it does so again at once.
        TimeSpan rest = account.Failed ? account.Options.RetryPause : TimeSpan.Zero;
        _ = Task.Run(() => Task.WhenAll(TellSweepAsync(due), WakeAsync(rest)), CancellationToken.None);
    }

    private async Task WakeAsync(TimeSpan pause)
    {
        while (true)
        {
            await Task.Delay(pause, account.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await account.Grains.GetGrain<IRingAccountGrain>(account.Key.ToString()).CatchUpAsync();
                return;
            }
            catch (Exception error) when (stopping.IsCancellationRequested)
            {
                AccountLog.HandOverEnded(account.Logger, error, account.Name);
                return;
            }
            catch (Exception error)
            {
                AccountLog.NotHandedOver(account.Logger, error, account.Name);
            }

            TimeSpan longer = pause == TimeSpan.Zero ? account.Options.RetryPause : pause * 2;
            pause = longer < LongestPause ? longer : LongestPause;
        }
    }

    private async Task TellSweepAsync(DateTimeOffset due)
    {
        try
        {
            // What is due is so by every clock; the sweep's may be behind ours.
            await account.Grains.GetGrain<ISweepGrain>(SweepShare.Of(account.Key)).WakeAtAsync(account.Key, due <= account.Now ? DateTimeOffset.UnixEpoch : due);
        }
        catch (Exception error)
        {
            AccountLog.SweepNotTold(account.Logger, error, account.Name);
        }
    }
}
