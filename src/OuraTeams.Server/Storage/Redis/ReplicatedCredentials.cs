using Orleans.Storage;
using OuraTeams.Contracts;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>
/// Writes credentials over a connection of their own and waits until replicas have them, so that a failover right after does
/// not bring back a refresh token that is spent. Everything else goes straight to the store.
/// </summary>
/// <param name="store">Where all states are.</param>
/// <param name="credentials">The same place, by the connection of its own.</param>
/// <param name="connections">Gives that connection.</param>
/// <param name="keys">Names in Redis.</param>
/// <param name="options">How many replicas, and for how long.</param>
/// <param name="logger">The log.</param>
internal sealed class ReplicatedCredentials(
    IGrainStorage store, IGrainStorage credentials, RedisConnections connections, RedisKeys keys, StorageOptions options, ILogger<ReplicatedCredentials> logger)
    : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => StoreOf(stateName).ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => StoreOf(stateName).ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (stateName != Names.CredentialState)
        {
            await store.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        IServer server = (await connections.CredentialsAsync()).GetServer(keys.State(stateName, grainId), null, CommandFlags.DemandMaster);
        long before = (long)await server.ExecuteAsync("CLIENT", "ID");
        await credentials.WriteStateAsync(stateName, grainId, grainState);
        int replicas = (int)await server.ExecuteAsync("WAIT", options.Replicas, (long)options.ReplicaTimeout.TotalMilliseconds);
        if ((long)await server.ExecuteAsync("CLIENT", "ID") != before)
        {
            // WAIT speaks for its own connection, and this one never wrote the state: its writer must look what is stored.
            throw new StorageException("The connection to Redis was lost before the replicas could be asked for a credential.");
        }

        if (replicas < options.Replicas)
        {
            // It is stored on the primary; to refuse it would leave the member without it and make nothing safer.
            RedisLog.NotReplicated(logger, replicas, options.Replicas, options.ReplicaTimeout);
        }
    }

    private IGrainStorage StoreOf(string stateName) => stateName == Names.CredentialState ? credentials : store;
}
