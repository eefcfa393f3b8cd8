using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Brings one partition's messages to Orleans and takes back what was delivered.</summary>
internal sealed class QueueReceiver(
    IQueueStore store, int partition, Serializer<QueueEnvelope> serializer, ILogger<QueueReceiver> logger, TimeProvider clock) : IQueueAdapterReceiver
{
    private const int MostMessages = 1000;

    /// <summary>Delivered, and not acknowledged yet: kept until the store took it.</summary>
    private readonly HashSet<long> _delivered = [];
    private IQueueReader? _reader;

    public Task Initialize(TimeSpan timeout)
    {
        _reader ??= store.Read(partition);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        await AcknowledgeAsync();
        _reader ??= store.Read(partition);
        IReadOnlyList<QueuedMessage> messages = await _reader.NextAsync(Math.Clamp(maxCount, 1, MostMessages), cancellationToken);
        var batches = new List<IBatchContainer>(messages.Count);
        foreach (QueuedMessage message in messages)
        {
            if (await DecodeAsync(message) is { } envelope)
            {
                Instruments.Age.Record((clock.GetUtcNow() - message.EnqueuedAt).TotalSeconds);
                batches.Add(new QueueBatch { Envelope = envelope, Token = new EventSequenceTokenV2(message.Id) });
            }
        }

        return batches;
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages)
    {
        foreach (IBatchContainer message in messages)
        {
            _delivered.Add(message.SequenceToken.SequenceNumber);
        }

        return AcknowledgeAsync();
    }

    public Task Shutdown(TimeSpan timeout) => AcknowledgeAsync();

    private async Task<QueueEnvelope?> DecodeAsync(QueuedMessage message)
    {
        try
        {
            return serializer.Deserialize(message.Payload);
        }
        catch (Exception error)
        {
            // Whatever the serializer throws: these bytes will never be an event. They are kept for the operator.
            StreamingLog.Undecodable(logger, error, partition, message.Id);
            Instruments.Bury("undecodable");
            await store.BuryAsync(partition, message.Id, "undecodable");
            return null;
        }
    }

    private async Task AcknowledgeAsync()
    {
        if (_delivered.Count == 0 || _reader is null)
        {
            return;
        }

        long[] ids = [.. _delivered];
        try
        {
            await _reader.AcknowledgeAsync(ids);
            _delivered.ExceptWith(ids);
            Instruments.Acknowledged.Add(ids.Length);
        }
        catch (Exception error)
        {
            // Kept and tried again with the next read; until then a restart brings them again, which does no harm.
            StreamingLog.NotAcknowledged(logger, error, partition, ids.Length);
        }
    }
}
