using System.Diagnostics;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

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

    /// <summary>
    /// The events. The consumer's turn walks through them and handles each before it takes the next, so that the activity
    /// begun here is current while they are handled, and ends after the last.
    /// </summary>
    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>()
    {
        using Activity? delivery = QueueTrace.StartDelivery(Envelope);
        for (int index = 0; index < Envelope.Events.Count; index++)
        {
            if (Envelope.Events[index] is T item)
            {
                yield return Tuple.Create(item, (StreamSequenceToken)Token.CreateSequenceTokenForEvent(index));
            }
        }
    }

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
