using Microsoft.Extensions.Logging;

namespace OuraTeams.Streaming;

/// <summary>Log lines of the durable queue.</summary>
internal static partial class StreamingLog
{
    [LoggerMessage(2001, LogLevel.Error, "Message {Id} of partition {Partition} can't be decoded; it is in the dead letters.")]
    public static partial void Undecodable(ILogger logger, Exception error, int partition, long id);

    [LoggerMessage(2002, LogLevel.Warning, "{Count} delivered messages of partition {Partition} could not be acknowledged; trying again.")]
    public static partial void NotAcknowledged(ILogger logger, Exception error, int partition, int count);

    [LoggerMessage(2003, LogLevel.Error, "Message {Id} of partition {Partition} could not be handled ({Reason}); it is in the dead letters.")]
    public static partial void Undeliverable(ILogger logger, int partition, long id, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Queue {Path}: {Waiting} messages waiting, {Dead} dead letters.")]
    public static partial void Opened(ILogger logger, string path, long waiting, long dead);
}
