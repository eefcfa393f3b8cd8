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

    [LoggerMessage(2005, LogLevel.Warning, "Message {Id} of partition {Partition} could not be moved to the dead letters; trying again.")]
    public static partial void NotDeadLettered(ILogger logger, Exception error, int partition, long id);

    [LoggerMessage(2006, LogLevel.Information, "Queue {Prefix} in Redis at {Servers} is open.")]
    public static partial void Connected(ILogger logger, string prefix, string servers);

    [LoggerMessage(2007, LogLevel.Error, "Message {Id} of partition {Partition} was pending and is gone from Redis: somebody deleted or trimmed it. It is lost.")]
    public static partial void Lost(ILogger logger, string id, int partition);

    [LoggerMessage(2008, LogLevel.Warning, "{Count} messages of partition {Partition} were pending and with no reader; they are read again.")]
    public static partial void Reclaimed(ILogger logger, int count, int partition);

    [LoggerMessage(2009, LogLevel.Error, "Redis no longer knows the consumer group of partition {Partition}: its data was lost or deleted. The group is made again.")]
    public static partial void GroupGone(ILogger logger, int partition);

    [LoggerMessage(2010, LogLevel.Error, "Message {Id} of partition {Partition} is in the dead letters: {Reason}.")]
    public static partial void DeadLettered(ILogger logger, string id, int partition, string reason);

    [LoggerMessage(2011, LogLevel.Warning, "Connection {Purpose} to Redis at {Server}: {Failure}.")]
    public static partial void ConnectionFailed(ILogger logger, Exception? error, string purpose, string server, string failure);

    [LoggerMessage(2012, LogLevel.Information, "Connection {Purpose} to Redis at {Server} is restored.")]
    public static partial void ConnectionRestored(ILogger logger, string purpose, string server);

    [LoggerMessage(2013, LogLevel.Information, "Dead letter {Id} of partition {Partition} can't be decoded.")]
    public static partial void UnreadableLetter(ILogger logger, Exception error, int partition, long id);

    [LoggerMessage(2014, LogLevel.Warning, "Partition {Partition} was taken over by another reader; this one gets no messages until that one stops reading.")]
    public static partial void ReadByAnother(ILogger logger, int partition);

    [LoggerMessage(2015, LogLevel.Warning, "The other reader of partition {Partition} has stopped reading; this one reads again.")]
    public static partial void ReadAgain(ILogger logger, int partition);
}
