using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>Runs every sweep at once, so that what was unfinished goes on.</summary>
internal sealed class Sweeps(IClusterClient cluster, ILogger<Sweeps> logger)
{
    private const int Parallelism = 8;

    /// <summary>Wakes every account. A sweep that can't be reached is left to its own reminder.</summary>
    public async Task RunAllAsync(CancellationToken cancellation) =>
        RecoveryLog.Swept(logger, await AllAsync(sweep => sweep.RunAsync(), cancellation));

    /// <summary>Wakes the accounts that are due.</summary>
    public async Task RunDueAsync(CancellationToken cancellation) =>
        RecoveryLog.Swept(logger, await AllAsync(sweep => sweep.RunDueAsync(), cancellation));

    /// <summary>Has every account compare its memory with the store.</summary>
    public async Task VerifyAllAsync(CancellationToken cancellation) =>
        RecoveryLog.Verified(logger, await AllAsync(sweep => sweep.VerifyAsync(), cancellation));

    private async Task<int> AllAsync(Func<ISweepGrain, Task<int>> ask, CancellationToken cancellation)
    {
        int sum = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ISweepGrain.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
            async (number, _) => Interlocked.Add(ref sum, await AskAsync(number, ask)));
        return sum;
    }

    private async Task<int> AskAsync(int number, Func<ISweepGrain, Task<int>> ask)
    {
        try
        {
            return await ask(cluster.GetGrain<ISweepGrain>(number));
        }
        catch (Exception error)
        {
            RecoveryLog.NotSwept(logger, error, number);
            return 0;
        }
    }
}
