using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>Runs every sweep once after the start: reminders that are kept in memory would not know of the accounts yet.</summary>
internal sealed class SweepService(IClusterClient cluster, ILogger<SweepService> logger) : BackgroundService
{
    private const int Parallelism = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        int woken = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ISweepGrain.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
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
