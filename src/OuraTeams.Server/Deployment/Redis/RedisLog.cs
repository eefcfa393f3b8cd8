namespace OuraTeams.Server.Deployment.Redis;

/// <summary>Log lines of the storage in Redis.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(3403, LogLevel.Warning, "Redis at {Server} ({Setting}) does not answer yet: {Reason} Waiting for it.")]
    public static partial void NotAnswering(ILogger logger, string server, string setting, string reason);

    [LoggerMessage(3404, LogLevel.Warning, "Redis at {Server} keeps no append only file (appendonly no): what it holds is lost when it ends.")]
    public static partial void NoAppendOnlyFile(ILogger logger, string server);

    [LoggerMessage(3405, LogLevel.Warning, "Redis at {Server} has maxmemory-policy {Policy}, and may delete what must be kept: set noeviction.")]
    public static partial void MayEvict(ILogger logger, string server, string policy);

    [LoggerMessage(3406, LogLevel.Warning, "{Replicas} of {Wanted} replicas had a {What} within {Timeout}; it is on the primary alone until they do.")]
    public static partial void NotReplicated(ILogger logger, int replicas, int wanted, string what, TimeSpan timeout);

    [LoggerMessage(3407, LogLevel.Information, "Redis at {Server} answers.")]
    public static partial void Connected(ILogger logger, string server);

    [LoggerMessage(3408, LogLevel.Warning, "Redis at {Server} has no min-replicas-to-write: what it accepts after Sentinel has promoted another server is lost. Set it to 1 on every server.")]
    public static partial void NoReplicasRequired(ILogger logger, string server);

    [LoggerMessage(3409, LogLevel.Warning, "Redis at {Server} ({Setting}) accepts no writes: {Reason} Waiting until it is the primary.")]
    public static partial void IsReadOnly(ILogger logger, string server, string setting, string reason);
}
