using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Webhooks;

/// <summary>Log lines of routers.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(1401, LogLevel.Warning, "Account {Account} could not take an event of {DataType}; the router keeps it and tries again.")]
    public static partial void NotTaken(ILogger logger, Exception? error, string account, string dataType);

    [LoggerMessage(1402, LogLevel.Error, "Account {Account}: {Count} events that it could not take are given up; it compares its last days with Oura once it can be read.")]
    public static partial void GivenUp(ILogger logger, string account, int count);

    [LoggerMessage(1403, LogLevel.Information, "Account {Account}: {Count} events that it could not take before are delivered.")]
    public static partial void Delivered(ILogger logger, string account, int count);

    [LoggerMessage(1404, LogLevel.Warning, "The events that accounts could not take were not tried again; the next attempt is in {Pause}.")]
    public static partial void RetryFailed(ILogger logger, Exception error, TimeSpan pause);
}
