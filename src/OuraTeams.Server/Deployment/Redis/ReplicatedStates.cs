using Orleans.Storage;
using StackExchange.Redis;

namespace OuraTeams.Server;

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
/// <param name="replicas">Asks for the replicas.</param>
/// <param name="logger">The log.</param>
internal sealed class ReplicatedStates(
    string waits,
    string what,
    IGrainStorage store,
    IGrainStorage writes,
    Func<Task<ConnectionMultiplexer>> connection,
    Func<string, GrainId, RedisKey> key,
    Replicas replicas,
    ILogger<ReplicatedStates> logger)
    : IGrainStorage
{
    // Not over the connection that writes: WAIT holds it up.
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
        long before = await Replicas.ConnectionAsync(server);
        await writes.WriteStateAsync(stateName, grainId, grainState);
        (int count, long after) = await replicas.WaitAsync(server);
        if (after != before)
        {
            // WAIT speaks for its own connection, and this one never wrote the state: its writer must look what is stored.
            throw new StorageException($"The connection to Redis was lost before the replicas could be asked for a {what}.");
        }

        if (count < replicas.Wanted)
        {
            // It is stored on the primary; to refuse it would leave the member without it and make nothing safer.
            RedisLog.NotReplicated(logger, count, replicas.Wanted, what, replicas.Timeout);
        }
    }
}
