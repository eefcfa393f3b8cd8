using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains;

/// <summary>Log lines of sweeps.</summary>
internal static partial class SweepLog
{
    [LoggerMessage(1201, LogLevel.Warning, "Account {Account} could not be woken; the next sweep tries again.")]
    public static partial void NotWoken(ILogger logger, Exception error, string account);

    [LoggerMessage(1202, LogLevel.Warning, "A router that keeps events for an account could not be called; the next sweep tries again.")]
    public static partial void RouterNotWoken(ILogger logger, Exception error);

    [LoggerMessage(1203, LogLevel.Warning, "Revocation {Revocation} could not be called; the next sweep tries again.")]
    public static partial void RevocationNotWoken(ILogger logger, Exception error, Guid revocation);
}
