using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Revocations;

/// <summary>Log lines of revocations.</summary>
internal static partial class RevocationLog
{
    [LoggerMessage(1501, LogLevel.Information, "Revocation {Revocation} of a grant that {Organization} had at the app {App} has ended: {Outcome}.")]
    public static partial void Ended(ILogger logger, Guid revocation, string organization, string app, RevocationOutcome outcome);

    [LoggerMessage(1502, LogLevel.Warning, "Revocation {Revocation} of a grant that {Organization} had at the app {App} has ended: {Outcome}. The grant may still be valid at Oura; its owner can end it there.")]
    public static partial void EndedWithoutRevoking(
        ILogger logger, Exception? error, Guid revocation, string organization, string app, RevocationOutcome outcome);

    [LoggerMessage(1503, LogLevel.Debug, "Revocation {Revocation} could not reach Oura ({Failure}); it is tried again in {Pause}.")]
    public static partial void Retried(ILogger logger, Guid revocation, OuraTeams.Oura.Http.OuraFailure failure, TimeSpan pause);

    [LoggerMessage(1504, LogLevel.Warning, "Revocation {Revocation} was interrupted; the scheduler calls it again.")]
    public static partial void Interrupted(ILogger logger, Exception error, Guid revocation);
}
