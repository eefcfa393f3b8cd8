using System.Diagnostics;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Joins a <see cref="IQueueStore"/> to Orleans' persistent streams. Not rewindable: what is acknowledged is gone.</summary>
internal sealed class QueueAdapter(
    string name, IQueueStore store, QueuePartitions partitions, ISet<string> contextKeys, Serializer<QueueEnvelope> serializer, Func<int, QueueReceiver> receivers)
    : IQueueAdapter
{
    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        using Activity? append = QueueTrace.StartAppend(name);
        (string? parent, string? state) = QueueTrace.Current();
        var envelope = new QueueEnvelope
        {
            StreamId = streamId,
            Events = [.. events.Cast<object>()],
            RequestContext = Allowed(requestContext),
            TraceParent = parent,
            TraceState = state,
        };
        try
        {
            await store.AppendAsync(partitions.Of(streamId), serializer.SerializeToArray(envelope));
        }
        catch (Exception error)
        {
            Instruments.NotAppended.Add(1);
            append?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            throw;
        }

        Instruments.Appended.Add(1);
    }

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => receivers(partitions.Of(queueId));

    private Dictionary<string, object>? Allowed(Dictionary<string, object>? context)
    {
        if (context is null || contextKeys.Count == 0)
        {
            return null;
        }

        Dictionary<string, object> allowed = context.Where(pair => contextKeys.Contains(pair.Key)).ToDictionary();
        return allowed.Count > 0 ? allowed : null;
    }
}
