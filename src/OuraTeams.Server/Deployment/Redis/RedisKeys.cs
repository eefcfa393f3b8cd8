using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>
/// Names in Redis. Stored, and fixed for ever. The braces keep a grain's states and its data key in one slot of a Redis
/// cluster: so a replica that has a state has the key that was written before it. Keys in a Redis of their own wait for its
/// replicas themselves.
/// </summary>
internal sealed class RedisKeys(string service)
{
    /// <summary>Tells which master key the data was written with; in each Redis.</summary>
    public RedisKey MasterKey { get; } = $"{service}/master-key";

    /// <summary>Tells the format of the data, beside the states.</summary>
    public RedisKey Format { get; } = $"{service}/format";

    /// <summary>Tells where the data keys of the states are.</summary>
    public RedisKey KeysPlace { get; } = $"{service}/keys-place";

    /// <summary>Keys of Data Protection.</summary>
    public RedisKey DataProtection { get; } = $"{service}/data-protection";

    /// <summary>A state of a grain.</summary>
    public RedisKey State(string name, GrainId grain) => $"{service}/state/{{{grain}}}/{name}";

    /// <summary>The data key of a grain; in a key space of its own.</summary>
    public RedisKey DataKey(GrainId grain) => $"{service}/key/{{{grain}}}";
}
