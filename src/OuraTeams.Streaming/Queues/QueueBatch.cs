using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>One message on its way to the stream's consumers.</summary>
[GenerateSerializer, Alias("ourateams.queue-batch")]
internal sealed class QueueBatch : IBatchContainer
{
    /// <summary>What was stored.</summary>
    [Id(0)]
    public required QueueEnvelope Envelope { get; init; }

    /// <summary>Its place: the sequence number is the message's id.</summary>
    [Id(1)]
    public required EventSequenceTokenV2 Token { get; init; }

    public StreamId StreamId => Envelope.StreamId;

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Envelope.Events.Select((item, index) => (item, index)).Where(pair => pair.item is T)
            .Select(pair => Tuple.Create((T)pair.item, (StreamSequenceToken)Token.CreateSequenceTokenForEvent(pair.index)));

    public bool ImportRequestContext()
    {
        if (Envelope.RequestContext is not { Count: > 0 } context)
        {
            return false;
        }

        RequestContextExtensions.Import(context);
        return true;
    }
}
