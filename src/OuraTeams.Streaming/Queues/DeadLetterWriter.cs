using Microsoft.Extensions.Logging;

namespace OuraTeams.Streaming.Queues;

/// <summary>Moves messages of one partition to the dead letters, and tries again where the store failed.</summary>
internal sealed class DeadLetterWriter(IQueueStore store, int partition, ILogger<DeadLetterWriter> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, string> _waiting = [];

    /// <summary>Moves a message to the dead letters now, or with a later <see cref="RetryAsync"/>.</summary>
    public Task DeadLetterAsync(long id, string reason)
    {
        lock (_lock)
        {
            _waiting[id] = reason;
        }

        return RetryAsync();
    }

    /// <summary>Moves the messages that could not be moved before.</summary>
    public async Task RetryAsync()
    {
        KeyValuePair<long, string>[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
        }

        foreach ((long id, string reason) in waiting)
        {
            try
            {
                if (await store.DeadLetterAsync(partition, id, reason))
                {
                    Instruments.CountDeadLetter(reason);
                }
            }
            catch (Exception error)
            {
                // Whatever failed in the store: the message stays unacknowledged, and the next poll tries again.
                StreamingLog.NotDeadLettered(logger, error, partition, id);
                return;
            }

            lock (_lock)
            {
                _waiting.Remove(id);
            }
        }
    }
}
