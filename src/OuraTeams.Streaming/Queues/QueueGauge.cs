namespace OuraTeams.Streaming.Queues;

/// <summary>Measures a partition from time to time, for as long as it is read here.</summary>
internal sealed class QueueGauge(IQueueStore store, int partition, QueueDepths depths, TimeSpan every, TimeProvider clock)
{
    private long? _measuredAt;

    /// <summary>Measures when it is time to.</summary>
    public async Task MeasureAsync(CancellationToken cancellation)
    {
        if (_measuredAt is { } at && clock.GetElapsedTime(at) < every)
        {
            return;
        }

        depths.Report(partition, await store.MeasureAsync(partition, cancellation));
        _measuredAt = clock.GetTimestamp();
    }

    /// <summary>Ends it.</summary>
    public void Stop() => depths.Forget(partition);
}
