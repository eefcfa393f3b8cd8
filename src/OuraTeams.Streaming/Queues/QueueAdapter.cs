using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Joins a <see cref="IQueueStore"/> to Orleans' persistent streams. Not rewindable: what is acknowledged is gone.</summary>
internal sealed class QueueAdapter(
    string name, IQueueStore store, QueuePartitions partitions, Serializer<QueueEnvelope> serializer, ILoggerFactory loggers, TimeProvider clock)
    : IQueueAdapter
{
    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        var envelope = new QueueEnvelope { StreamId = streamId, Events = [.. events.Cast<object>()], RequestContext = requestContext };
        await store.AppendAsync(partitions.Of(streamId), serializer.SerializeToArray(envelope));
        Instruments.Appended.Add(1);
    }

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) =>
        new QueueReceiver(store, partitions.Of(queueId), serializer, loggers.CreateLogger<QueueReceiver>(), clock);
}
