using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Buries a message that no consumer would take within the time for delivery.</summary>
internal sealed class DeadLetterHandler(IQueueStore store, int partition, ILogger<DeadLetterHandler> logger) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        BuryAsync("not delivered", sequenceToken);

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        BuryAsync("no subscriber", sequenceToken);

    private async Task BuryAsync(string reason, StreamSequenceToken? token)
    {
        if (token is null)
        {
            return;
        }

        StreamingLog.Undeliverable(logger, partition, token.SequenceNumber, reason);
        if (await store.BuryAsync(partition, token.SequenceNumber, reason))
        {
            Instruments.Bury(reason);
        }
    }
}
