namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>One cluster for all faults, started with the first and anew after one that it did not outlive.</summary>
public sealed class FaultClusters : IAsyncLifetime
{
    private FaultCluster? _cluster;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    /// <summary>A cluster in which everything is right.</summary>
    internal async Task<FaultCluster> GetAsync() => _cluster ??= await FaultCluster.StartAsync(FaultForm.Chosen());

    /// <summary>Ends it; the next fault gets another.</summary>
    internal async Task DropAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }
    }
}
