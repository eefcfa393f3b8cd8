using OuraTeams.Contracts.Fleet;

namespace OuraTeams.Server.Host.Recovery;

/// <summary>Runs every scheduler at once, so that what was unfinished goes on.</summary>
internal sealed class Schedulers(IClusterClient cluster, ILogger<Schedulers> logger)
{
    private const int Parallelism = 8;

    /// <summary>Wakes every account. A scheduler that can't be reached is left to its own reminder.</summary>
    public async Task RunAllAsync(CancellationToken cancellation) =>
        RecoveryLog.AccountsWoken(logger, await AllAsync(scheduler => scheduler.RunAsync(), cancellation));

    /// <summary>Wakes the accounts that are due.</summary>
    public async Task RunDueAsync(CancellationToken cancellation) =>
        RecoveryLog.AccountsWoken(logger, await AllAsync(scheduler => scheduler.RunDueAsync(), cancellation));

    /// <summary>Has every account compare its memory with the store.</summary>
    public async Task VerifyAllAsync(CancellationToken cancellation) =>
        RecoveryLog.Verified(logger, await AllAsync(scheduler => scheduler.VerifyAsync(), cancellation));

    private async Task<int> AllAsync(Func<ISchedulerGrain, Task<int>> ask, CancellationToken cancellation)
    {
        int sum = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ISchedulerGrain.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
            async (number, _) => Interlocked.Add(ref sum, await AskAsync(number, ask)));
        return sum;
    }

    private async Task<int> AskAsync(int number, Func<ISchedulerGrain, Task<int>> ask)
    {
        try
        {
            return await ask(cluster.GetGrain<ISchedulerGrain>(number));
        }
        catch (Exception error)
        {
            RecoveryLog.SchedulerNotRun(logger, error, number);
            return 0;
        }
    }
}
