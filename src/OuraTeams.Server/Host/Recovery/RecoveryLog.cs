namespace OuraTeams.Server.Host.Recovery;

/// <summary>Log lines of the recovery of ring accounts.</summary>
internal static partial class RecoveryLog
{
    [LoggerMessage(3304, LogLevel.Information, "{Count} ring accounts were woken.")]
    public static partial void AccountsWoken(ILogger logger, int count);

    [LoggerMessage(3305, LogLevel.Warning, "Scheduler {Number} did not run; its reminder tries again.")]
    public static partial void SchedulerNotRun(ILogger logger, Exception error, int number);

    [LoggerMessage(3306, LogLevel.Information, "After the loss of a silo {Accounts} accounts knew less than is stored, and read it again.")]
    public static partial void Verified(ILogger logger, int accounts);

    [LoggerMessage(3507, LogLevel.Warning, "Silos were lost ({Silos}), {Count} in all: every account is woken to go on with what they left unfinished.")]
    public static partial void Recovering(ILogger logger, int count, string silos);

    [LoggerMessage(3508, LogLevel.Information, "The recovery from the loss of {Count} silos has come to its end.")]
    public static partial void Recovered(ILogger logger, int count);

    [LoggerMessage(3509, LogLevel.Warning, "The loss of a silo could not be noted or dealt with yet; trying again.")]
    public static partial void NotRecovered(ILogger logger, Exception error);
}
