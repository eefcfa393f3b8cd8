using Orleans.Storage;
using OuraTeams.Contracts;

namespace OuraTeams.Simulation;

/// <summary>A file of stored state, as one of the <see cref="Edges"/>.</summary>
internal sealed class EdgeStorage(IGrainStorage storage, Edges edges) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private const string Scheduler = "scheduler";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        edges.CrossAsync($"read of {stateName}", () => storage.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // A scheduler writes while the accounts that it woke are at work: counted, it would be another point each time.
        return stateName == Scheduler
            ? edges.PassAsync(() => storage.WriteStateAsync(stateName, grainId, grainState))
            : edges.CrossAsync($"write of {stateName}", WriteAsync);

        async Task WriteAsync()
        {
            await storage.WriteStateAsync(stateName, grainId, grainState);
            if (stateName == Names.ConnectionState)
            {
                edges.Refreshed(stored: true);
            }
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        edges.CrossAsync($"clearing of {stateName}", () => storage.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle observer) => (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);
}
