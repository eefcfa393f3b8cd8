namespace OuraTeams.Streaming.Queues;

/// <summary>
/// Appends events to a durable queue without Orleans' streams: no silo need be up. What it appends is what the stream
/// provider of the same name delivers. A keyed service under the provider's name.
/// </summary>
public interface IQueueProducer
{
    /// <summary>
    /// Appends one event. It is stored when the task ends. When the task fails, it may be there or not: append it again with
    /// the same event id.
    /// </summary>
    /// <param name="stream">The stream that delivers it.</param>
    /// <param name="item">The event.</param>
    /// <exception cref="QueueFullException">The partition holds as many messages as it may; nothing was appended.</exception>
    Task AppendAsync<T>(StreamId stream, T item)
        where T : notnull;
}
