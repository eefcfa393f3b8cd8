namespace OuraTeams.Server;

/// <summary>Log lines of the recovery of ring accounts.</summary>
internal static partial class RecoveryLog
{
    [LoggerMessage(3304, LogLevel.Information, "{Count} ring accounts were woken.")]
    public static partial void Swept(ILogger logger, int count);

    [LoggerMessage(3305, LogLevel.Warning, "Sweep {Number} did not run; its reminder tries again.")]
    public static partial void NotSwept(ILogger logger, Exception error, int number);

    [LoggerMessage(3306, LogLevel.Information, "After the loss of a silo {Accounts} accounts knew less than is stored, and read it again.")]
    public static partial void Verified(ILogger logger, int accounts);
}
