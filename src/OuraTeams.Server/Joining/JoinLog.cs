using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Server;

/// <summary>Log lines of joining.</summary>
internal static partial class JoinLog
{
    [LoggerMessage(3101, LogLevel.Warning, "A member of {Organization} could not connect: Oura answered {Failure}.")]
    public static partial void OuraFailed(ILogger logger, OuraException error, string organization, OuraFailure failure);

    [LoggerMessage(3102, LogLevel.Information, "A member of {Organization} came back from Oura: {Outcome}.")]
    public static partial void CameBack(ILogger logger, string organization, ConnectOutcome outcome);

    [LoggerMessage(3103, LogLevel.Warning, "A join page could not be shown: the cluster did not answer.")]
    public static partial void NotAnswered(ILogger logger, Exception error);
}
