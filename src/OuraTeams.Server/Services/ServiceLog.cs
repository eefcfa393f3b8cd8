namespace OuraTeams.Server;

/// <summary>Log lines of the gRPC services.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(3201, LogLevel.Warning, "{Method} could not be answered.")]
    public static partial void Unavailable(ILogger logger, Exception error, string method);
}
