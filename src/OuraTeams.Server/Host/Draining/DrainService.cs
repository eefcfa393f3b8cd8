using OuraTeams.Server.Host.Cluster;
using OuraTeams.Server.Host.Settings;

namespace OuraTeams.Server.Host.Draining;

/// <summary>
/// Begins a stop: not ready at once, so that balancers look elsewhere; after <c>Cluster:DrainDelay</c> watchers are sent away.
/// Only then do the ports close, and last the silo hands its grains over and leaves.
/// </summary>
internal sealed class DrainService(
    Drain drain, ClusterOptions cluster, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DrainService> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(drain.Stop);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        drain.Stop();
        ClusterLog.Stopping(logger, cluster.DrainDelay);
        try
        {
            await Task.Delay(cluster.DrainDelay, clock, cancellationToken);
            ClusterLog.Draining(logger, drain.Watchers);
            await drain.BeginAsync().WaitAsync(cancellationToken);
            ClusterLog.Drained(logger);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cluster:ShutdownTimeout has passed. The rest of the shutdown must still run.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
