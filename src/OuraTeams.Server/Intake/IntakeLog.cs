namespace OuraTeams.Server;

/// <summary>Log lines of intake.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(3001, LogLevel.Error, "An event for the app {App} could not be queued; it was answered 503.")]
    public static partial void NotQueued(ILogger logger, Exception error, string app);
}
