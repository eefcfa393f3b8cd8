using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>Runs every sweep at once, so that what was unfinished goes on.</summary>
internal sealed class Sweeps(IClusterClient cluster, ILogger<Sweeps> logger)
{
    private const int Parallelism = 8;

    /// <summary>Wakes every account. A sweep that can't be reached is left to its own reminder.</summary>
    public async Task RunAllAsync(CancellationToken cancellation)
    {
        int woken = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ISweepGrain.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation },
            async (number, _) => Interlocked.Add(ref woken, await RunAsync(number)));
        HostingLog.Swept(logger, woken);
    }

    private async Task<int> RunAsync(int number)
    {
        try
        {
            return await cluster.GetGrain<ISweepGrain>(number).RunAsync();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            HostingLog.NotSwept(logger, error, number);
            return 0;
        }
    }
}
