namespace OuraTeams.Server.Intake;

/// <summary>Log lines of intake.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(3001, LogLevel.Error, "An event for the app {App} could not be queued; it was answered 503.")]
    public static partial void NotQueued(ILogger logger, Exception error, string app);

    [LoggerMessage(3002, LogLevel.Information, "{Count} dead letters of an Oura user whom nobody has connected any more were deleted.")]
    public static partial void DeadLettersDeleted(ILogger logger, int count);
}
