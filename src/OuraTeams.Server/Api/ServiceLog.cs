using OuraTeams.Oura.Http;

namespace OuraTeams.Server.Api;

/// <summary>Log lines of the gRPC services.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(3201, LogLevel.Warning, "{Method} could not be answered.")]
    public static partial void Unavailable(ILogger logger, Exception error, string method);

    [LoggerMessage(3202, LogLevel.Warning, "A Personal Access Token for a member of {Organization} was not connected: {Failure}.")]
    public static partial void TokenNotConnected(ILogger logger, string organization, OuraFailure failure);

    [LoggerMessage(3203, LogLevel.Warning, "It is not known whether a Personal Access Token for a member of {Organization} was connected: the account did not answer.")]
    public static partial void TokenOutcomeUnknown(ILogger logger, Exception error, string organization);
}
