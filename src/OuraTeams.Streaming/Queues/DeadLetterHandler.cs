using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

/// <summary>Moves a message that no consumer took within the time for delivery to the dead letters.</summary>
internal sealed class DeadLetterHandler(DeadLetterWriter deadLetters, int partition, ILogger<DeadLetterHandler> logger) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        DeadLetterAsync("not delivered", sequenceToken);

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        DeadLetterAsync("no subscriber", sequenceToken);

    private Task DeadLetterAsync(string reason, StreamSequenceToken? token)
    {
        if (token is null)
        {
            return Task.CompletedTask;
        }

        StreamingLog.Undeliverable(logger, partition, token.SequenceNumber, reason);
        return deadLetters.DeadLetterAsync(token.SequenceNumber, reason);
    }
}
