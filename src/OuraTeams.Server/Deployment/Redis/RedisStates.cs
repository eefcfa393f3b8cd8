using Orleans.Serialization;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Server.Storage;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>The states of grains, sealed, in Redis by Orleans' own provider; their data keys beside them or in another one.</summary>
/// <param name="storage">Settings.</param>
/// <param name="states">Where the states are.</param>
/// <param name="keys">Where the data keys are.</param>
/// <param name="names">Names in Redis.</param>
internal sealed class RedisStates(StorageOptions storage, RedisServer states, RedisServer keys, RedisKeys names)
{
    private const string States = "sealed-states";
    private const string Credentials = "sealed-credentials";
    private const string Keys = "sealed-keys";
    private const string NewKeys = "sealed-new-keys";

    /// <summary>Whether new data keys wait for replicas. Beside the states, a replica that has a credential has the key that was written before it.</summary>
    private bool KeysWait => storage.Replicas > 0 && keys != states;

    /// <summary>Registers them under <see cref="Names.Storage"/>.</summary>
    public void Add(ISiloBuilder silo, MasterKey master)
    {
        AddSealed(silo, States, states, connections => connections.StatesAsync(), names.State);
        AddSealed(silo, Keys, keys, connections => connections.KeysAsync(), DataKey);
        if (storage.Replicas > 0)
        {
            AddSealed(silo, Credentials, states, connections => connections.CredentialsAsync(), names.State);
        }

        if (KeysWait)
        {
            AddSealed(silo, NewKeys, keys, connections => connections.NewKeysAsync(), DataKey);
        }

        silo.Services.AddKeyedSingleton<IGrainStorage>(Names.Storage, (services, _) => new EncryptedGrainStorage(
            StatesOf(services), new DataKeys(KeysOf(services), master), master, services.GetRequiredService<Serializer>()));
    }

    private static void AddSealed(
        ISiloBuilder silo, string name, RedisServer server, Func<RedisConnections, Task<ConnectionMultiplexer>> connection, Func<string, GrainId, RedisKey> key) =>
        silo.AddRedisGrainStorage(name, options => options.Configure<RedisConnections>((grains, connections) =>
        {
            grains.ConfigurationOptions = server.Options(name);
            grains.CreateMultiplexer = async _ => (await connection(connections), true);
            grains.GetStorageKey = key;
            grains.DeleteStateOnClear = true;
            grains.GrainStorageSerializer = new SealedStateSerializer();
        }));

    private IGrainStorage StatesOf(IServiceProvider services)
    {
        IGrainStorage store = services.GetRequiredKeyedService<IGrainStorage>(States);
        return storage.Replicas == 0 ? store : Replicated(
            services, Names.ConnectionState, "credential", store, Credentials, services.GetRequiredService<RedisConnections>().CredentialsAsync, names.State);
    }

    private IGrainStorage KeysOf(IServiceProvider services)
    {
        IGrainStorage store = services.GetRequiredKeyedService<IGrainStorage>(Keys);
        return !KeysWait ? store : Replicated(
            services, DataKeys.StateName, "data key", store, NewKeys, services.GetRequiredService<RedisConnections>().NewKeysAsync, DataKey);
    }

    private ReplicatedStates Replicated(
        IServiceProvider services,
        string waits,
        string what,
        IGrainStorage store,
        string writes,
        Func<Task<ConnectionMultiplexer>> connection,
        Func<string, GrainId, RedisKey> key) => new(
            waits,
            what,
            store,
            services.GetRequiredKeyedService<IGrainStorage>(writes),
            connection,
            key,
            new ReplicatedWriter(storage.Replicas, storage.ReplicaTimeout),
            services.GetRequiredService<ILogger<ReplicatedStates>>());

    private RedisKey DataKey(string name, GrainId grain) => names.DataKey(grain);
}
