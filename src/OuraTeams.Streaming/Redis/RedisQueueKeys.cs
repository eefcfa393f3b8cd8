using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>
/// Names of one partition in Redis. The braces keep its keys in one slot of a cluster, so that one script may touch them
/// all. Everything here is stored and fixed for ever.
/// </summary>
internal sealed class RedisQueueKeys(string service, string provider, int partition)
{
    /// <summary>The consumer group.</summary>
    public const string Group = "silos";

    /// <summary>The field of an entry that holds the message; its name is the format's version.</summary>
    public const string Field = "v1";

    /// <summary>The format that this code reads and writes.</summary>
    public const int Format = 1;

    /// <summary>The messages.</summary>
    public RedisKey Stream { get; } = $"{{{service}:{provider}:{partition}}}:messages";

    /// <summary>The dead letters.</summary>
    public RedisKey Dead { get; } = $"{{{service}:{provider}:{partition}}}:dead";

    /// <summary>Format and number of partitions.</summary>
    public RedisKey Meta { get; } = $"{{{service}:{provider}:{partition}}}:meta";

    /// <summary>Who reads, for as long as it does: see <see cref="RedisQueueScripts.Read"/>.</summary>
    public RedisKey Reader { get; } = $"{{{service}:{provider}:{partition}}}:reader";

    /// <summary>The reader's name in the group: the partition's, whoever reads it, so that a new reader finds what the last one held.</summary>
    public RedisValue Consumer { get; } = $"partition-{partition}";
}
