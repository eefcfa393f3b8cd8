using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Sqlite;

/// <summary>
/// The queue as a table of a SQLite file. One thread of its own does all the work, so that nobody waits for the disk on a
/// shared thread, and what arrives while it commits goes into the next commit together. A commit is synced to disk before
/// anyone is told of it.
/// </summary>
internal sealed class SqliteQueueStore : IQueueStore, IDisposable
{
    private const int MostWaiting = 10_000;

    private readonly SqliteQueueOptions _options;
    private readonly ILogger<SqliteQueueStore> _logger;
    private readonly TimeProvider _clock;
    private readonly Channel<Work> _work = Channel.CreateBounded<Work>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly long[] _newest = new long[QueueAdapterFactory.Partitions];
    private readonly long[] _read = new long[QueueAdapterFactory.Partitions];
    private readonly QueueLimit[] _limits;
    private readonly Lock _opening = new();
    private Thread? _thread;

    public SqliteQueueStore(SqliteQueueOptions options, ILogger<SqliteQueueStore> logger, TimeProvider clock)
    {
        _options = options;
        _logger = logger;
        _clock = clock;
        _limits = [.. Enumerable.Range(0, Partitions).Select(partition => new QueueLimit(
            partition, options.MostWaiting, () => EnqueueAsync(table => table.Count(partition), writes: false), clock))];
    }

    public int Partitions => QueueAdapterFactory.Partitions;

    public Task OpenAsync(CancellationToken cancellation)
    {
        lock (_opening)
        {
            if (_thread is not null)
            {
                return Task.CompletedTask;
            }

            SqliteQueueTable table = SqliteQueueTable.Open(_options.Path);
            table.ReadNewest(_newest);
            (long waiting, long dead) = table.CountAll();
            StreamingLog.Opened(_logger, _options.Path, waiting, dead);
            _thread = new Thread(() => Run(table)) { IsBackground = true, Name = "queue" };
            _thread.Start();
        }

        return Task.CompletedTask;
    }

    public async Task AppendAsync(int partition, ReadOnlyMemory<byte> payload)
    {
        await _limits[partition].EnterAsync();
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        long id = await EnqueueAsync(table => table.Append(partition, payload.Span, now), writes: true);
        InterlockedMax(ref _newest[partition], id);
    }

    public IQueueReader Read(int partition)
    {
        Volatile.Write(ref _read[partition], 0);
        return new Reader(this, partition);
    }

    public Task<bool> DeadLetterAsync(int partition, long id, string reason)
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        return EnqueueAsync(table => table.DeadLetter(id, reason, now), writes: true);
    }

    public Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int partition, long after, int count, CancellationToken cancellation) =>
        EnqueueAsync(table => table.ReadDead(partition, after, count), writes: false).WaitAsync(cancellation);

    public async Task<bool> ReplayAsync(int partition, long id)
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        long appended = await EnqueueAsync(table => table.Replay(partition, id, now), writes: true);
        InterlockedMax(ref _newest[partition], appended);
        return appended > 0;
    }

    public Task<bool> DeleteDeadAsync(int partition, long id) => EnqueueAsync(table => table.DeleteDead(partition, id), writes: true);

    public Task<QueueDepth> MeasureAsync(int partition, CancellationToken cancellation)
    {
        long read = Volatile.Read(ref _read[partition]);
        return EnqueueAsync(table => table.Measure(partition, read), writes: false).WaitAsync(cancellation);
    }

    public void Dispose()
    {
        _work.Writer.TryComplete();
        _thread?.Join(TimeSpan.FromSeconds(10));
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long held = Volatile.Read(ref target);
        while (value > held)
        {
            long seen = Interlocked.CompareExchange(ref target, value, held);
            if (seen == held)
            {
                return;
            }

            held = seen;
        }
    }

    private async Task<T> EnqueueAsync<T>(Func<SqliteQueueTable, T> action, bool writes)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        await _work.Writer.WriteAsync(new Work(
            writes,
            table => result = action(table),
            () => done.TrySetResult(result),
            error => done.TrySetException(error)));
        return await done.Task;
    }

    private void Run(SqliteQueueTable table)
    {
        using (table)
        {
            var batch = new List<Work>(_options.MostInOneCommit);
            while (WaitForWork())
            {
                batch.Clear();
                while (batch.Count < _options.MostInOneCommit && _work.Reader.TryRead(out Work? work))
                {
                    batch.Add(work);
                }

                Do(table, batch);
            }
        }
    }

    /// <summary>This thread has nothing else to do: it is the one place that may wait for a task.</summary>
    private bool WaitForWork() => _work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private static void Do(SqliteQueueTable table, List<Work> batch)
    {
        try
        {
            if (batch.Exists(work => work.Writes))
            {
                table.InTransaction(() => batch.ForEach(work => work.Do(table)));
            }
            else
            {
                batch.ForEach(work => work.Do(table));
            }
        }
        catch (Exception error)
        {
            // The transaction was rolled back as a whole.
            batch.ForEach(work => work.Failed(error));
            return;
        }

        batch.ForEach(work => work.Done());
    }

    private sealed record Work(bool Writes, Action<SqliteQueueTable> Do, Action Done, Action<Exception> Failed);

    private sealed class Reader(SqliteQueueStore store, int partition) : IQueueReader
    {
        private long _last;

        public async Task<IReadOnlyList<QueuedMessage>> NextAsync(int count, CancellationToken cancellation)
        {
            if (Volatile.Read(ref store._newest[partition]) <= _last)
            {
                return [];
            }

            long after = _last;
            IReadOnlyList<QueuedMessage> messages = await store.EnqueueAsync(table => table.Read(partition, after, count), writes: false);
            _last = messages.Count > 0 ? messages[^1].Id : _last;
            Volatile.Write(ref store._read[partition], _last);
            return messages;
        }

        public Task AcknowledgeAsync(IReadOnlyCollection<long> ids) => store.EnqueueAsync(
            table =>
            {
                table.Delete(ids);
                return true;
            },
            writes: true);
    }
}
