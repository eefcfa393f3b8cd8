using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Fleet;

/// <summary>Log lines of schedulers.</summary>
internal static partial class SchedulerLog
{
    [LoggerMessage(1201, LogLevel.Warning, "Account {Account} could not be woken; the scheduler tries again at its next run.")]
    public static partial void NotWoken(ILogger logger, Exception error, string account);

    [LoggerMessage(1202, LogLevel.Warning, "A router that keeps events for an account could not be called; the scheduler tries again at its next run.")]
    public static partial void RouterNotWoken(ILogger logger, Exception error);

    [LoggerMessage(1203, LogLevel.Warning, "Revocation {Revocation} could not be called; the scheduler tries again at its next run.")]
    public static partial void RevocationNotWoken(ILogger logger, Exception error, Guid revocation);
}
