using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Buries a message that no consumer would take within the time for delivery.</summary>
internal sealed class DeadLetterHandler(Burials burials, int partition, ILogger<DeadLetterHandler> logger) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        BuryAsync("not delivered", sequenceToken);

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        BuryAsync("no subscriber", sequenceToken);

    private Task BuryAsync(string reason, StreamSequenceToken? token)
    {
        if (token is null)
        {
            return Task.CompletedTask;
        }

        StreamingLog.Undeliverable(logger, partition, token.SequenceNumber, reason);
        return burials.BuryAsync(token.SequenceNumber, reason);
    }
}
