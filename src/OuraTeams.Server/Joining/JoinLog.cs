using OuraTeams.Contracts.Accounts;
using OuraTeams.Oura.Http;

namespace OuraTeams.Server.Joining;

/// <summary>Log lines of joining.</summary>
internal static partial class JoinLog
{
    [LoggerMessage(3101, LogLevel.Warning, "A member of {Organization} could not connect: Oura answered {Failure}.")]
    public static partial void OuraFailed(ILogger logger, OuraException error, string organization, OuraFailure failure);

    [LoggerMessage(3102, LogLevel.Information, "A member of {Organization} came back from Oura: {Outcome}.")]
    public static partial void CameBack(ILogger logger, string organization, ConnectOutcome outcome);

    [LoggerMessage(3103, LogLevel.Warning, "A join page could not be shown: the cluster did not answer.")]
    public static partial void NotAnswered(ILogger logger, Exception error);

    [LoggerMessage(3104, LogLevel.Warning, "A grant of a member of {Organization} could not be connected and is revoked at Oura.")]
    public static partial void NotKept(ILogger logger, Exception error, string organization);

    [LoggerMessage(3105, LogLevel.Warning, "A ring account of {Organization} did not answer while a member connected; it is called again.")]
    public static partial void Repeated(ILogger logger, Exception error, string organization);

    [LoggerMessage(3106, LogLevel.Warning, "The cluster could not take a revocation for {Organization}; Oura is asked from here, once.")]
    public static partial void RevokedHere(ILogger logger, Exception error, string organization);

    [LoggerMessage(3107, LogLevel.Error, "A grant of a member of {Organization} could not be revoked. It may still be valid at Oura; the member can end it there.")]
    public static partial void NotRevoked(ILogger logger, Exception error, string organization);
}
