namespace OuraTeams.Server.Host.Cluster;

/// <summary>Log lines of the cluster.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(3501, LogLevel.Information, "Silos are reached.")]
    public static partial void Reached(ILogger logger);

    [LoggerMessage(3502, LogLevel.Warning, "No silo is reached any more; trying again.")]
    public static partial void Lost(ILogger logger);

    [LoggerMessage(3503, LogLevel.Warning, "No silo is reached yet ({Reason}); trying again.")]
    public static partial void NotReached(ILogger logger, string reason);

    [LoggerMessage(3504, LogLevel.Information, "Asked to stop: not ready from now on; calls end in {Delay}.")]
    public static partial void Stopping(ILogger logger, TimeSpan delay);

    [LoggerMessage(3505, LogLevel.Information, "Watchers are sent away: {Count}.")]
    public static partial void Draining(ILogger logger, int count);

    [LoggerMessage(3506, LogLevel.Information, "All watchers are gone.")]
    public static partial void Drained(ILogger logger);
}
