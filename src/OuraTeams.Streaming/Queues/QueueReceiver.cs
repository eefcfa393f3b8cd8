using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

/// <summary>Brings one partition's messages to Orleans and takes back what was delivered.</summary>
internal sealed class QueueReceiver(
    IQueueStore store, int partition, Serializer<QueueEnvelope> serializer, DeadLetterWriter deadLetters, QueueGauge gauge, ILogger<QueueReceiver> logger, TimeProvider clock)
    : IQueueAdapterReceiver
{
    private const int MostMessages = 1000;

    /// <summary>Delivered, and not acknowledged yet: kept until the store took it.</summary>
    private readonly HashSet<long> _delivered = [];
    private IQueueReader? _reader;

    public Task Initialize(TimeSpan timeout) => Initialize(timeout, CancellationToken.None);

    public Task Initialize(TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Orleans calls this once and ignores a failure, so that nothing here can fail.
        _reader ??= store.Read(partition);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        await AcknowledgeAsync();
        await deadLetters.RetryAsync();
        _reader ??= store.Read(partition);
        await gauge.MeasureAsync(cancellationToken);
        IReadOnlyList<QueuedMessage> messages = await _reader.NextAsync(Math.Clamp(maxCount, 1, MostMessages), cancellationToken);
        var batches = new List<IBatchContainer>(messages.Count);
        foreach (QueuedMessage message in messages)
        {
            if (await DecodeAsync(message) is { } envelope)
            {
                Instruments.Age.Record(Math.Max(0, (clock.GetUtcNow() - message.EnqueuedAt).TotalSeconds));
                batches.Add(new QueueBatch { Envelope = envelope, Token = new EventSequenceTokenV2(message.Id) });
            }
        }

        return batches;
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => MessagesDeliveredAsync(messages, CancellationToken.None);

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken)
    {
        foreach (IBatchContainer message in messages)
        {
            _delivered.Add(message.SequenceToken.SequenceNumber);
        }

        return AcknowledgeAsync();
    }

    public Task Shutdown(TimeSpan timeout) => Shutdown(timeout, CancellationToken.None);

    public async Task Shutdown(TimeSpan timeout, CancellationToken cancellationToken)
    {
        gauge.Stop();
        await AcknowledgeAsync();
        await deadLetters.RetryAsync();

        // If Orleans uses this receiver again, it reads again what was not acknowledged.
        _reader = null;
    }

    private async Task<QueueEnvelope?> DecodeAsync(QueuedMessage message)
    {
        try
        {
            return serializer.Deserialize(message.Payload);
        }
        catch (Exception error)
        {
            // Whatever the serializer throws: these bytes can't be decoded. They are kept for the operator.
            StreamingLog.Undecodable(logger, error, partition, message.Id);
            await deadLetters.DeadLetterAsync(message.Id, "undecodable");
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
            // The ids are kept and acknowledged again with the next read. After a restart the messages are delivered twice, which does no harm.
            StreamingLog.NotAcknowledged(logger, error, partition, ids.Length);
        }
    }
}
