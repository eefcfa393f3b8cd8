using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>Log lines of the storage in Redis.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(3401, LogLevel.Warning, "Connection {Purpose} to Redis at {Server}: {Failure}.")]
    public static partial void ConnectionFailed(ILogger logger, Exception? error, string purpose, string server, ConnectionFailureType failure);

    [LoggerMessage(3402, LogLevel.Information, "Connection {Purpose} to Redis at {Server} is restored.")]
    public static partial void ConnectionRestored(ILogger logger, string purpose, string server);

    [LoggerMessage(3403, LogLevel.Warning, "Redis at {Server} ({Setting}) is not there yet: {Reason} Waiting for it.")]
    public static partial void Waiting(ILogger logger, string server, string setting, string reason);

    [LoggerMessage(3404, LogLevel.Warning, "Redis at {Server} keeps no append only file (appendonly no): what it holds is lost when it ends.")]
    public static partial void NoAppendOnlyFile(ILogger logger, string server);

    [LoggerMessage(3405, LogLevel.Warning, "Redis at {Server} has maxmemory-policy {Policy}, and may throw away what it must keep: set noeviction.")]
    public static partial void Evicts(ILogger logger, string server, string policy);

    [LoggerMessage(3406, LogLevel.Warning, "{Replicas} of {Wanted} replicas had a {What} within {Timeout}; it is on the primary alone until they do.")]
    public static partial void NotReplicated(ILogger logger, int replicas, int wanted, string what, TimeSpan timeout);

    [LoggerMessage(3407, LogLevel.Information, "Redis at {Server} answers.")]
    public static partial void Answers(ILogger logger, string server);

    [LoggerMessage(3408, LogLevel.Warning, "Redis at {Server} has no min-replicas-to-write: what it takes after Sentinel made another one the primary is lost. Set it to 1 on every server.")]
    public static partial void WritesAlone(ILogger logger, string server);

    [LoggerMessage(3409, LogLevel.Warning, "Redis at {Server} ({Setting}) takes no writes: {Reason} Waiting until it is the primary.")]
    public static partial void OnlyReads(ILogger logger, string server, string setting, string reason);
}
