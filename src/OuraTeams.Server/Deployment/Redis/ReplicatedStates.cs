using Orleans.Storage;
using OuraTeams.Server.Storage;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>
/// Writes states of one name over a connection of their own and waits until replicas have them, so that a failover right after
/// does not bring back what was before. Everything else goes straight to the store.
/// </summary>
/// <param name="waits">Name of the states that wait.</param>
/// <param name="what">What one of them is, for the log.</param>
/// <param name="store">Where all states are.</param>
/// <param name="writes">The same place, by the connection of its own.</param>
/// <param name="connection">Gives that connection.</param>
/// <param name="key">Names in Redis.</param>
/// <param name="replicated">Waits for the replicas.</param>
/// <param name="logger">The log.</param>
internal sealed class ReplicatedStates(
    string waits,
    string what,
    IGrainStorage store,
    IGrainStorage writes,
    Func<Task<ConnectionMultiplexer>> connection,
    Func<string, GrainId, RedisKey> key,
    ReplicatedWriter replicated,
    ILogger<ReplicatedStates> logger)
    : IGrainStorage
{
    // Over the other connection: WAIT blocks the one that writes.
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (stateName != waits)
        {
            await store.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        IServer server = (await connection()).GetServer(key(stateName, grainId), null, CommandFlags.DemandMaster);
        if (await replicated.WriteAsync(server, () => writes.WriteStateAsync(stateName, grainId, grainState)) is not { } count)
        {
            // The writer must read again what is stored.
            throw new StorageException($"The connection to Redis was lost before the replicas could be asked for a {what}.");
        }

        if (count < replicated.Replicas)
        {
            // It is stored on the primary. If the write failed here, the member would lose the credential, and nothing would be safer.
            RedisLog.NotReplicated(logger, count, replicated.Replicas, what, replicated.Timeout);
        }
    }
}
