using Microsoft.Extensions.Logging;
using OuraTeams.Streaming.Queues;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>The commands of one partition. All go to the primary.</summary>
internal sealed class RedisQueuePartition
{
    public const CommandFlags Primary = CommandFlags.DemandMaster;

    private readonly Func<IDatabase> _database;
    private readonly ILogger _logger;
    private readonly Lock _opening = new();
    private Task? _opened;

    public RedisQueuePartition(int number, RedisQueueKeys keys, Func<IDatabase> database, RedisQueueOptions options, ILogger logger, TimeProvider clock)
    {
        Number = number;
        Keys = keys;
        _database = database;
        _logger = logger;
        Limit = new QueueLimit(number, options.MostWaiting, () => Database.StreamLengthAsync(Keys.Stream, Primary), clock);
    }

    public int Number { get; }

    public RedisQueueKeys Keys { get; }

    public QueueLimit Limit { get; }

    public IDatabase Database => _database();

    /// <summary>The reader that was made last; it holds what is out for delivery.</summary>
    public RedisQueueReader? Reader { get; set; }

    /// <summary>Makes the group where it is missing; once, and again after a failure or <see cref="Reopen"/>.</summary>
    public Task OpenAsync()
    {
        lock (_opening)
        {
            if (_opened is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _opened = OpenNowAsync();
            }

            return _opened;
        }
    }

    /// <summary>Has the group made again: Redis said that there is none.</summary>
    public Task Reopen()
    {
        StreamingLog.GroupGone(_logger, Number);
        lock (_opening)
        {
            _opened = null;
        }

        return OpenAsync();
    }

    public Task<RedisValue> AppendAsync(ReadOnlyMemory<byte> payload) =>
        Database.StreamAddAsync(Keys.Stream, RedisQueueKeys.Field, payload, maxLength: null, flags: Primary);

    /// <summary>Reads for a reader, if the partition is its own.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="lease">How long the partition stays its own without a further read.</param>
    /// <param name="takeOver">Whether to take the partition from another reader.</param>
    /// <param name="after">Id after which to read: of the history, or <see cref="StreamPosition.NewMessages"/>.</param>
    /// <param name="count">Most messages.</param>
    public async Task<(ReaderOwnership Ownership, StreamEntry[] Entries)> ReadAsync(RedisValue reader, TimeSpan lease, bool takeOver, RedisValue after, int count)
    {
        var answer = (RedisResult[])(await RunAsync(
            RedisQueueScripts.Read,
            [Keys.Stream, Keys.Reader],
            [RedisQueueKeys.Group, Keys.Consumer, reader, (long)lease.TotalMilliseconds, takeOver, after == StreamPosition.NewMessages ? ">" : after, count]))!;
        return ((ReaderOwnership)(int)answer[0], answer.Length > 1 ? [.. ((RedisResult[])answer[1]!).Select(Entry)] : []);
    }

    public Task AcknowledgeAsync(IEnumerable<RedisValue> ids) =>
        RunAsync(RedisQueueScripts.Acknowledge, [Keys.Stream], [RedisQueueKeys.Group, .. ids]);

    /// <summary>Moves a pending message to the dead letters.</summary>
    /// <returns>False when it wasn't pending.</returns>
    public async Task<bool> DeadLetterAsync(RedisValue id, string reason)
    {
        int found = (int)await RunAsync(RedisQueueScripts.DeadLetter, [Keys.Stream, Keys.Dead], [RedisQueueKeys.Group, id, reason]);
        if (found < 0)
        {
            CountLost(id);
        }

        return found > 0;
    }

    public async Task<bool> ReplayAsync(RedisValue deadId)
    {
        RedisResult id = await RunAsync(RedisQueueScripts.Replay, [Keys.Stream, Keys.Dead], [deadId]);
        if (id.IsNull)
        {
            return false;
        }

        await KeepInRangeAsync((RedisValue)id);
        return true;
    }

    /// <summary>Moves the stream to its next millisecond before ids run out of the numbers for one.</summary>
    public Task KeepInRangeAsync(RedisValue newest) =>
        RedisMessageId.IsNearEnd(newest) ? RunAsync(RedisQueueScripts.Advance, [Keys.Stream], [RedisMessageId.NearEnd]) : Task.CompletedTask;

    public void CountLost(RedisValue id)
    {
        Instruments.Lost.Add(1);
        StreamingLog.Lost(_logger, id.ToString(), Number);
    }

    /// <summary>An entry of XREADGROUP; without values where it was deleted.</summary>
    private static StreamEntry Entry(RedisResult entry)
    {
        var parts = (RedisResult[])entry!;
        RedisValue[] fields = parts[1].IsNull ? [] : (RedisValue[])parts[1]!;
        return new StreamEntry((RedisValue)parts[0], [.. fields.Chunk(2).Select(pair => new NameValueEntry(pair[0], pair[1]))]);
    }

    private async Task OpenNowAsync()
    {
        var meta = (RedisValue[])(await RunAsync(
            RedisQueueScripts.Open, [Keys.Stream, Keys.Meta], [RedisQueueKeys.Group, RedisQueueKeys.Format, QueueAdapterFactory.Partitions]))!;
        if ((int)meta[0] != RedisQueueKeys.Format || (int)meta[1] != QueueAdapterFactory.Partitions)
        {
            throw new InvalidOperationException(
                $"The queue {Keys.Stream} was made in format {meta[0]} with {meta[1]} partitions; this release reads format {RedisQueueKeys.Format} with {QueueAdapterFactory.Partitions}.");
        }
    }

    private Task<RedisResult> RunAsync(string script, RedisKey[] keys, RedisValue[] values) => Database.ScriptEvaluateAsync(script, keys, values, Primary);
}
