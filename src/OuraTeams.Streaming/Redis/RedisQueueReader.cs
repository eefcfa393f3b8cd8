using Microsoft.Extensions.Logging;
using OuraTeams.Streaming.Queues;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>
/// Reads a partition as the group's one consumer: first its own history, page by page, then what is new. After any failure
/// it goes through its history again, since Redis may have given out messages whose answer never came. The newest reader takes
/// the partition from the one before, which may still run and not know it: that one is given no messages any more, unless the
/// newest reader stops reading for longer than its lease.
/// </summary>
internal sealed class RedisQueueReader(RedisQueuePartition partition, RedisQueueOptions options, ILogger logger, TimeProvider clock) : IQueueReader
{
    private const int MostInOneCommand = 500;
    private const long Start = 0;

    private readonly RedisValue _name = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();

    /// <summary>Out for delivery: neither acknowledged nor moved to the dead letters yet.</summary>
    private readonly HashSet<long> _inFlight = [];

    /// <summary>Where in the history the next page begins; null when all of it was read.</summary>
    private long? _after = Start;
    private long _reclaimedAt;

    /// <summary>Null until Redis said it for the first time.</summary>
    private ReaderOwnership? _ownership;

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

    /// <summary>Notes that a message is no longer out for delivery: it was moved to the dead letters.</summary>
    public void Settle(long id)
    {
        lock (_lock)
        {
            _inFlight.Remove(id);
        }
    }

    private async Task<IReadOnlyList<QueuedMessage>> ReadAsync(int count, CancellationToken cancellation)
    {
        if (_ownership is ReaderOwnership.Held && clock.GetElapsedTime(_reclaimedAt) >= options.ReclaimEvery)
        {
            await ReclaimAsync(cancellation);
        }

        while (true)
        {
            RedisValue from = _after is { } after ? RedisMessageId.Of(after) : StreamPosition.NewMessages;
            (ReaderOwnership ownership, StreamEntry[] page) = await partition.ReadAsync(_name, options.ReaderLease, _ownership is null, from, count).WaitAsync(cancellation);
            Note(ownership);
            switch (ownership)
            {
                case ReaderOwnership.HeldByAnother:
                    return [];
                case ReaderOwnership.Acquired:
                    await ReclaimAsync(cancellation);
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

    private void Note(ReaderOwnership ownership)
    {
        if (ownership is ReaderOwnership.HeldByAnother && _ownership is not ReaderOwnership.HeldByAnother)
        {
            StreamingLog.ReadByAnother(logger, partition.Number);
        }
        else if (ownership is ReaderOwnership.Acquired && _ownership is ReaderOwnership.HeldByAnother)
        {
            StreamingLog.ReadAgain(logger, partition.Number);
        }

        _ownership = ownership;
    }

    /// <summary>The messages that can be delivered. Those that can't be are moved to the dead letters; those whose content is gone are counted as lost.</summary>
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
                await DeadLetterAsync(entry.Id, "id out of range", cancellation);
            }
            else if (deliveries.GetValueOrDefault(entry.Id.ToString()) > options.MostDeliveries)
            {
                await DeadLetterAsync(entry.Id, "delivered too often", cancellation);
            }
            else if (entry[RedisQueueKeys.Field] is { IsNull: false } payload)
            {
                messages.Add(new QueuedMessage(id, (byte[])payload!, RedisMessageId.TimeOf(entry.Id)));
            }
            else
            {
                await DeadLetterAsync(entry.Id, "unknown format", cancellation);
            }
        }

        return messages;
    }

    private async Task DeadLetterAsync(RedisValue id, string reason, CancellationToken cancellation)
    {
        if (await partition.DeadLetterAsync(id, reason).WaitAsync(cancellation))
        {
            Instruments.CountDeadLetter(reason);
            StreamingLog.DeadLettered(logger, id.ToString(), partition.Number, reason);
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
    private async Task ReclaimAsync(CancellationToken cancellation)
    {
        RedisValue from = "0-0";
        var orphaned = new List<long>();
        do
        {
            StreamAutoClaimIdsOnlyResult claimed = await partition.Database.StreamAutoClaimIdsOnlyAsync(
                partition.Keys.Stream,
                RedisQueueKeys.Group,
                partition.Keys.Consumer,
                (long)options.ReclaimAfter.TotalMilliseconds,
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

            orphaned.AddRange(claimed.ClaimedIds.Select(id => RedisMessageId.TryRead(id, out long number) ? number : Start + 1).Where(id => !IsInFlight(id)));
            from = claimed.NextStartId;
        }
        while (from != "0-0");

        _reclaimedAt = clock.GetTimestamp();
        if (orphaned.Count > 0)
        {
            // They belong to this consumer now: the next read of its history returns them.
            _after = Math.Min(_after ?? long.MaxValue, orphaned.Min() - 1);
            Instruments.Reclaimed.Add(orphaned.Count);
            StreamingLog.Reclaimed(logger, orphaned.Count, partition.Number);
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
