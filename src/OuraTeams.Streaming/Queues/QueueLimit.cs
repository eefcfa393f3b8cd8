namespace OuraTeams.Streaming.Queues;

/// <summary>
/// Holds a partition below its limit. The count is taken anew once a second and whenever the partition seems full; in
/// between, this process' own appends are added to it.
/// </summary>
internal sealed class QueueLimit(int partition, long most, Func<Task<long>> count, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _estimate;
    private long? _countedAt;
    private Task? _counting;

    /// <summary>Room for one more message.</summary>
    /// <exception cref="QueueFullException">There is none.</exception>
    public ValueTask EnterAsync()
    {
        Task counting;
        lock (_lock)
        {
            if (_countedAt is { } at && clock.GetElapsedTime(at) < Fresh && _estimate < most)
            {
                _estimate++;
                return ValueTask.CompletedTask;
            }

            if (_counting is null or { IsCompleted: true })
            {
                _counting = CountAsync();
            }

            counting = _counting;
        }

        return EnterAfterAsync(counting);
    }

    private async ValueTask EnterAfterAsync(Task counting)
    {
        await counting;
        lock (_lock)
        {
            if (_estimate >= most)
            {
                throw new QueueFullException(partition, most);
            }

            _estimate++;
        }
    }

    private async Task CountAsync()
    {
        // Yields first, so that a count that completes synchronously does not run under the caller's lock.
        await Task.Yield();
        long counted = await count();
        lock (_lock)
        {
            _estimate = counted;
            _countedAt = clock.GetTimestamp();
        }
    }
}
