using System.Diagnostics;
using Orleans.Serialization;

namespace OuraTeams.Streaming.Queues;

/// <summary>Writes envelopes to the partitions of a store.</summary>
internal sealed class QueueProducer(string name, IQueueStore store, ISet<string> contextKeys, Serializer<QueueEnvelope> serializer) : IQueueProducer
{
    private readonly QueuePartitions _partitions = new(name, QueueAdapterFactory.Partitions);

    public Task AppendAsync<T>(StreamId stream, T item)
        where T : notnull => AppendAsync(stream, [item], context: null);

    /// <summary>Appends the events of one call as one message.</summary>
    public async Task AppendAsync(StreamId stream, List<object> events, Dictionary<string, object>? context)
    {
        using Activity? append = QueueTrace.StartAppend(name);
        (string? parent, string? state) = QueueTrace.Current();
        var envelope = new QueueEnvelope
        {
            StreamId = stream,
            Events = events,
            RequestContext = Allowed(context),
            TraceParent = parent,
            TraceState = state,
        };
        try
        {
            await store.OpenAsync(CancellationToken.None);
            await store.AppendAsync(_partitions.Of(stream), serializer.SerializeToArray(envelope));
        }
        catch (Exception error)
        {
            Instruments.NotAppended.Add(1);
            append?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            throw;
        }

        Instruments.Appended.Add(1);
    }

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
