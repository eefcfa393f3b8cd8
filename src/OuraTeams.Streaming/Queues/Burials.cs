using Microsoft.Extensions.Logging;

namespace OuraTeams.Streaming;

/// <summary>Moves messages of one partition to the dead letters, and tries again where the store failed.</summary>
internal sealed class Burials(IQueueStore store, int partition, ILogger<Burials> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, string> _waiting = [];

    /// <summary>Buries a message now, or with a later <see cref="RetryAsync"/>.</summary>
    public Task BuryAsync(long id, string reason)
    {
        lock (_lock)
        {
            _waiting[id] = reason;
        }

        return RetryAsync();
    }

    /// <summary>Buries what could not be buried before.</summary>
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
                if (await store.BuryAsync(partition, id, reason))
                {
                    Instruments.Bury(reason);
                }
            }
            catch (Exception error)
            {
                // Whatever the store's failure: the message stays unacknowledged, and the next poll comes here again.
                StreamingLog.NotBuried(logger, error, partition, id);
                return;
            }

            lock (_lock)
            {
                _waiting.Remove(id);
            }
        }
    }
}
