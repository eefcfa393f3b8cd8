using Microsoft.Extensions.Logging;
using OuraTeams.Streaming.Queues;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>
/// The queue as Redis Streams with one consumer group. Messages are safe as Redis is: with <c>appendonly yes</c> they outlive
/// its process, with <c>appendfsync always</c> a loss of power, with <see cref="RedisQueueOptions.Replicas"/> the primary.
/// </summary>
internal sealed class RedisQueueStore : IQueueStore, IDisposable
{
    private readonly RedisQueueOptions _options;
    private readonly string _prefix;
    private readonly ILogger<RedisQueueStore> _logger;
    private readonly TimeProvider _clock;
    private readonly RedisQueuePartition[] _partitions;
    private readonly SemaphoreSlim _opening = new(1);
    private ConnectionMultiplexer? _connection;
    private ReplicatedAppends? _replicated;

    public RedisQueueStore(RedisQueueOptions options, string service, string provider, ILogger<RedisQueueStore> logger, TimeProvider clock)
    {
        _options = options;
        _prefix = $"{service}:{provider}";
        _logger = logger;
        _clock = clock;
        _partitions = [.. Enumerable.Range(0, QueueAdapterFactory.Partitions).Select(number =>
            new RedisQueuePartition(number, new RedisQueueKeys(service, provider, number), Database, options, logger, clock))];
    }

    public int Partitions => _partitions.Length;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_connection is not null)
            {
                return;
            }

            var address = new RedisAddress(_options.Connection, _options.IssuerCertificate);
            ConnectionMultiplexer connection = await address.ConnectAsync("queue", _logger);
            if (_options.Replicas > 0)
            {
                try
                {
                    _replicated = new ReplicatedAppends(
                        await address.ConnectAsync("queue-append", _logger), new ReplicatedWriter(_options.Replicas, _options.ReplicaTimeout));
                }
                catch (Exception)
                {
                    await connection.DisposeAsync();
                    throw;
                }
            }

            _connection = connection;
            StreamingLog.Connected(_logger, _prefix, string.Join(", ", connection.GetEndPoints().Select(RedisAddress.NameOf)));
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task AppendAsync(int partition, ReadOnlyMemory<byte> payload)
    {
        RedisQueuePartition queue = _partitions[partition];
        await queue.OpenAsync();
        await queue.Limit.EnterAsync();
        RedisValue id = await (_replicated is null ? queue.AppendAsync(payload) : _replicated.AppendAsync(queue.Keys.Stream, payload));
        await queue.KeepInRangeAsync(id);
    }

    public IQueueReader Read(int partition)
    {
        RedisQueuePartition queue = _partitions[partition];
        return queue.Reader = new RedisQueueReader(queue, _options, _logger, _clock);
    }

    public async Task<bool> DeadLetterAsync(int partition, long id, string reason)
    {
        bool moved = await _partitions[partition].DeadLetterAsync(RedisMessageId.Of(id), reason);
        _partitions[partition].Reader?.Settle(id);
        return moved;
    }

    public async Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int partition, long after, int count, CancellationToken cancellation)
    {
        StreamEntry[] entries = await Database().StreamRangeAsync(
            _partitions[partition].Keys.Dead, RedisMessageId.Of(after + 1), null, count, Order.Ascending, RedisQueuePartition.Primary).WaitAsync(cancellation);
        return [.. entries.Select(entry => new DeadLetter(
            partition,
            RedisMessageId.TryRead(entry.Id, out long id) ? id : throw new InvalidDataException($"The dead letter {entry.Id} has no number."),
            entry["reason"].ToString(),
            RedisMessageId.TimeOf(entry["id"]),
            RedisMessageId.TimeOf(entry.Id),
            (byte[]?)entry[RedisQueueKeys.Field] ?? []))];
    }

    public Task<bool> ReplayAsync(int partition, long id) => _partitions[partition].ReplayAsync(RedisMessageId.Of(id));

    public async Task<bool> DeleteDeadAsync(int partition, long id) =>
        await Database().StreamDeleteAsync(_partitions[partition].Keys.Dead, [RedisMessageId.Of(id)], RedisQueuePartition.Primary) > 0;

    public async Task<QueueDepth> MeasureAsync(int partition, CancellationToken cancellation)
    {
        RedisQueuePartition queue = _partitions[partition];
        await queue.OpenAsync().WaitAsync(cancellation);
        IDatabase database = Database();
        Task<long> length = database.StreamLengthAsync(queue.Keys.Stream, RedisQueuePartition.Primary);
        Task<long> dead = database.StreamLengthAsync(queue.Keys.Dead, RedisQueuePartition.Primary);
        Task<StreamEntry[]> oldest = database.StreamRangeAsync(queue.Keys.Stream, null, null, 1, Order.Ascending, RedisQueuePartition.Primary);
        Task<StreamGroupInfo[]> groups = database.StreamGroupInfoAsync(queue.Keys.Stream, RedisQueuePartition.Primary);
        await Task.WhenAll(length, dead, oldest, groups).WaitAsync(cancellation);
        return new QueueDepth(
            await length,
            (await groups).Where(group => group.Name == RedisQueueKeys.Group).Sum(group => group.PendingMessageCount),
            await oldest is [{ } entry, ..] ? RedisMessageId.TimeOf(entry.Id) : null,
            await dead);
    }

    public void Dispose()
    {
        _replicated?.Dispose();
        _connection?.Dispose();
        _opening.Dispose();
    }

    private IDatabase Database() => (_connection ?? throw new InvalidOperationException("The queue is not open.")).GetDatabase();
}
