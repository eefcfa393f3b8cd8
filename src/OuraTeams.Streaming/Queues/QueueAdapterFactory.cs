using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming.Queues;

/// <summary>Makes the parts of a stream provider over a <see cref="IQueueStore"/>.</summary>
internal sealed class QueueAdapterFactory : IQueueAdapterFactory
{
    /// <summary>Number of partitions. Fixed for ever: it decides where a stream's messages are.</summary>
    public const int Partitions = 32;

    private readonly string _name;
    private readonly IQueueStore _store;
    private readonly QueueOptions _options;
    private readonly SimpleQueueCacheOptions _cache;
    private readonly Serializer<QueueEnvelope> _serializer;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;
    private readonly QueueDepths _depths;
    private readonly QueueProducer _producer;
    private readonly QueuePartitions _partitions;
    private readonly ConcurrentDictionary<int, DeadLetterWriter> _deadLetterWriters = new();

    /// <summary>Takes what it needs from the silo's services.</summary>
    public QueueAdapterFactory(IServiceProvider services, string name, QueueOptions options)
    {
        _name = name;
        _options = options;
        _store = services.GetRequiredKeyedService<IQueueStore>(name);
        _cache = services.GetRequiredService<IOptionsMonitor<SimpleQueueCacheOptions>>().Get(name);
        _serializer = services.GetRequiredService<Serializer<QueueEnvelope>>();
        _loggers = services.GetRequiredService<ILoggerFactory>();
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _depths = services.GetRequiredKeyedService<QueueDepths>(name);
        _producer = services.GetRequiredKeyedService<QueueProducer>(name);
        _partitions = new QueuePartitions(name, Partitions);
    }

    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        await _store.OpenAsync(cancellationToken);
        return new QueueAdapter(_name, _producer, queue => ReceiverOf(_partitions.Of(queue)));
    }

    public IQueueAdapterCache GetQueueAdapterCache() => new SimpleQueueAdapterCache(_cache, _name, _loggers);

    public IStreamQueueMapper GetStreamQueueMapper() => _partitions.Mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId)
    {
        int partition = _partitions.Of(queueId);
        return Task.FromResult<IStreamFailureHandler>(new DeadLetterHandler(DeadLetterWriterOf(partition), partition, _loggers.CreateLogger<DeadLetterHandler>()));
    }

    private QueueReceiver ReceiverOf(int partition) => new(
        _store, partition, _serializer, DeadLetterWriterOf(partition), new QueueGauge(_store, partition, _depths, _options.MeasureEvery, _clock), _loggers.CreateLogger<QueueReceiver>(), _clock);

    private DeadLetterWriter DeadLetterWriterOf(int partition) => _deadLetterWriters.GetOrAdd(partition, number => new DeadLetterWriter(_store, number, _loggers.CreateLogger<DeadLetterWriter>()));
}
