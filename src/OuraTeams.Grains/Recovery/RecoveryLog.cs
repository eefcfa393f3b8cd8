using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Recovery;

/// <summary>Log lines of what goes on with work that was left unfinished.</summary>
internal static partial class RecoveryLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Account {Account}: the scheduler could not be told of what is left to do.")]
    public static partial void SchedulerNotTold(ILogger logger, Exception error, string account);

    [LoggerMessage(1302, LogLevel.Warning, "Account {Account}: the next activation, which must go on with what is left to do, did not come up yet; trying again.")]
    public static partial void SuccessorNotWoken(ILogger logger, Exception error, string account);

    [LoggerMessage(1303, LogLevel.Information, "Account {Account}: the silo stops before the next activation came up; the scheduler wakes the account.")]
    public static partial void SuccessorLeftToScheduler(ILogger logger, Exception error, string account);

    [LoggerMessage(1304, LogLevel.Error, "Account {Account}: not noted, since {Most} accounts wait for their next activation already; its scheduler wakes it when it is due.")]
    public static partial void TooManySuccessors(ILogger logger, string account, int most);
}
