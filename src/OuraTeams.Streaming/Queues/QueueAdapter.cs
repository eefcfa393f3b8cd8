using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

/// <summary>Joins a <see cref="IQueueStore"/> to Orleans' persistent streams. Not rewindable: what is acknowledged is gone.</summary>
internal sealed class QueueAdapter(string name, QueueProducer producer, Func<QueueId, QueueReceiver> receivers) : IQueueAdapter
{
    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        producer.AppendAsync(streamId, [.. events.Cast<object>()], requestContext);

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => receivers(queueId);
}
