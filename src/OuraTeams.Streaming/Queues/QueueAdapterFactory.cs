using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Makes the parts of a stream provider over a <see cref="IQueueStore"/>.</summary>
internal sealed class QueueAdapterFactory(
    string name, IQueueStore store, SimpleQueueCacheOptions cache, Serializer<QueueEnvelope> serializer, ILoggerFactory loggers, TimeProvider clock)
    : IQueueAdapterFactory
{
    /// <summary>Number of partitions. Fixed for ever: it decides where a stream's messages are.</summary>
    public const int Partitions = 32;

    private readonly QueuePartitions _partitions = new(name, Partitions);

    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        return new QueueAdapter(name, store, _partitions, serializer, loggers, clock);
    }

    public IQueueAdapterCache GetQueueAdapterCache() => new SimpleQueueAdapterCache(cache, name, loggers);

    public IStreamQueueMapper GetStreamQueueMapper() => _partitions.Mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new DeadLetterHandler(store, _partitions.Of(queueId), loggers.CreateLogger<DeadLetterHandler>()));
}
