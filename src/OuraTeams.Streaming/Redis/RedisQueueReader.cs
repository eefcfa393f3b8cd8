using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OuraTeams.Streaming;

/// <summary>
/// Reads a partition as the group's one consumer: first its own history, page by page, then what is new. After any failure
/// it goes through its history again, since Redis may have given out messages whose answer never came. The newest reader takes
/// the partition from the one before, which may live on without knowing that it lost it: that one is given nothing any more,
/// unless the partition's reader falls silent.
/// </summary>
internal sealed class RedisQueueReader(RedisQueuePartition partition, RedisQueueOptions options, ILogger logger, TimeProvider clock) : IQueueReader
{
    private const int MostInOneCommand = 500;
    private const long Start = 0;

    private readonly RedisValue _name = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();

    /// <summary>Given out, and neither acknowledged nor buried yet.</summary>
    private readonly HashSet<long> _inFlight = [];

    /// <summary>Where in the history the next page begins; null when all of it was read.</summary>
    private long? _after = Start;
    private long _sweptAt;

    /// <summary>Null until Redis said it for the first time.</summary>
    private ReaderTurn? _turn;

    public async Task<IReadOnlyList<QueuedMessage>> NextAsync(int count, CancellationToken cancellation)
    {
        try
        {
            await partition.OpenAsync().WaitAsync(cancellation);
            try
            {
                return await ReadAsync(count, cancellation);
            }
            catch (RedisServerException error) when (error.Message.StartsWith("NOGROUP", StringComparison.Ordinal))
            {
                await partition.Reopen().WaitAsync(cancellation);
                return await ReadAsync(count, cancellation);
            }
        }
        catch
        {
            _after = Start;
            throw;
        }
    }

    public async Task AcknowledgeAsync(IReadOnlyCollection<long> ids)
    {
        foreach (long[] some in ids.Chunk(MostInOneCommand))
        {
            await partition.AcknowledgeAsync(some.Select(RedisMessageId.Of));
            lock (_lock)
            {
                _inFlight.ExceptWith(some);
            }
        }
    }

    /// <summary>No longer out for delivery: it was buried.</summary>
    public void Drop(long id)
    {
        lock (_lock)
        {
            _inFlight.Remove(id);
        }
    }

    private async Task<IReadOnlyList<QueuedMessage>> ReadAsync(int count, CancellationToken cancellation)
    {
        if (_turn is ReaderTurn.GoesOn && clock.GetElapsedTime(_sweptAt) >= options.SweepEvery)
        {
            await SweepAsync(cancellation);
        }

        while (true)
        {
            RedisValue from = _after is { } after ? RedisMessageId.Of(after) : StreamPosition.NewMessages;
            (ReaderTurn turn, StreamEntry[] page) = await partition.ReadAsync(_name, options.ReaderLease, _turn is null, from, count).WaitAsync(cancellation);
            Note(turn);
            switch (turn)
            {
                case ReaderTurn.Another:
                    return [];
                case ReaderTurn.Begins:
                    await SweepAsync(cancellation);
                    _after = Start;
                    continue;
            }

            if (_after is null)
            {
                return GiveOut(await TakeAsync(page, [], cancellation));
            }

            if (page.Length == 0)
            {
                _after = null;
                continue;
            }

            IReadOnlyList<QueuedMessage> held = await TakeAsync(page, await CountDeliveriesAsync(page, cancellation), cancellation);
            _after = page.Select(entry => RedisMessageId.TryRead(entry.Id, out long id) ? id : _after.Value).Max();
            if (held.Count > 0)
            {
                return GiveOut(held);
            }
        }
    }

    private void Note(ReaderTurn turn)
    {
        if (turn is ReaderTurn.Another && _turn is not ReaderTurn.Another)
        {
            StreamingLog.ReadByAnother(logger, partition.Number);
        }
        else if (turn is ReaderTurn.Begins && _turn is ReaderTurn.Another)
        {
            StreamingLog.ReadAgain(logger, partition.Number);
        }

        _turn = turn;
    }

    /// <summary>Messages for delivery; what never will be one is buried or, when its content is gone, counted as lost.</summary>
    private async Task<IReadOnlyList<QueuedMessage>> TakeAsync(StreamEntry[] entries, Dictionary<string, int> deliveries, CancellationToken cancellation)
    {
        var messages = new List<QueuedMessage>(entries.Length);
        foreach (StreamEntry entry in entries)
        {
            bool readable = RedisMessageId.TryRead(entry.Id, out long id);
            if (readable && IsInFlight(id))
            {
                continue;
            }

            if (entry.Values is not { Length: > 0 })
            {
                await partition.AcknowledgeAsync([entry.Id]).WaitAsync(cancellation);
                partition.CountLost(entry.Id);
            }
            else if (!readable)
            {
                await BuryAsync(entry.Id, "id out of range", cancellation);
            }
            else if (deliveries.GetValueOrDefault(entry.Id.ToString()) > options.MostDeliveries)
            {
                await BuryAsync(entry.Id, "delivered too often", cancellation);
            }
            else if (entry[RedisQueueKeys.Field] is { IsNull: false } payload)
            {
                messages.Add(new QueuedMessage(id, (byte[])payload!, RedisMessageId.TimeOf(entry.Id)));
            }
            else
            {
                await BuryAsync(entry.Id, "unknown format", cancellation);
            }
        }

        return messages;
    }

    private async Task BuryAsync(RedisValue id, string reason, CancellationToken cancellation)
    {
        if (await partition.BuryAsync(id, reason).WaitAsync(cancellation))
        {
            Instruments.Bury(reason);
            StreamingLog.Buried(logger, id.ToString(), partition.Number, reason);
        }
    }

    private async Task<Dictionary<string, int>> CountDeliveriesAsync(StreamEntry[] page, CancellationToken cancellation)
    {
        StreamPendingMessageInfo[] pending = await partition.Database.StreamPendingMessagesAsync(
            partition.Keys.Stream, RedisQueueKeys.Group, page.Length, partition.Keys.Consumer, page[0].Id, page[^1].Id, flags: RedisQueuePartition.Primary).WaitAsync(cancellation);
        return pending.ToDictionary(message => message.MessageId.ToString(), message => message.DeliveryCount);
    }

    /// <summary>
    /// Takes over what is pending for long and not out for delivery: under another consumer's name, or under our own by a
    /// reader that was still alive when we began.
    /// </summary>
    private async Task SweepAsync(CancellationToken cancellation)
    {
        RedisValue from = "0-0";
        var strays = new List<long>();
        do
        {
            StreamAutoClaimIdsOnlyResult claimed = await partition.Database.StreamAutoClaimIdsOnlyAsync(
                partition.Keys.Stream,
                RedisQueueKeys.Group,
                partition.Keys.Consumer,
                (long)options.StrayAfter.TotalMilliseconds,
                from,
                MostInOneCommand,
                RedisQueuePartition.Primary).WaitAsync(cancellation);
            foreach (RedisValue gone in claimed.DeletedIds)
            {
                if (!RedisMessageId.TryRead(gone, out long id) || !IsInFlight(id))
                {
                    partition.CountLost(gone);
                }
            }

            strays.AddRange(claimed.ClaimedIds.Select(id => RedisMessageId.TryRead(id, out long number) ? number : Start + 1).Where(id => !IsInFlight(id)));
            from = claimed.NextStartId;
        }
        while (from != "0-0");

        _sweptAt = clock.GetTimestamp();
        if (strays.Count > 0)
        {
            // They are in our own history now.
            _after = Math.Min(_after ?? long.MaxValue, strays.Min() - 1);
            Instruments.Reclaimed.Add(strays.Count);
            StreamingLog.Reclaimed(logger, strays.Count, partition.Number);
        }
    }

    private bool IsInFlight(long id)
    {
        lock (_lock)
        {
            return _inFlight.Contains(id);
        }
    }

    private IReadOnlyList<QueuedMessage> GiveOut(IReadOnlyList<QueuedMessage> messages)
    {
        lock (_lock)
        {
            _inFlight.UnionWith(messages.Select(message => message.Id));
        }

        return messages;
    }
}
