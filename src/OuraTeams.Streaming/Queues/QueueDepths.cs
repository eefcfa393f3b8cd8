using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OuraTeams.Streaming.Queues;

/// <summary>Shows how full the partitions are that this process reads.</summary>
internal sealed class QueueDepths : IQueueLag
{
    private readonly ConcurrentDictionary<int, QueueDepth> _depths = new();
    private readonly string _provider;
    private readonly TimeProvider _clock;

    public QueueDepths(string provider, IMeterFactory meters, TimeProvider clock)
    {
        _provider = provider;
        _clock = clock;
        Meter meter = meters.Create(Instruments.Name);
        meter.CreateObservableGauge("ourateams.queue.length", () => Observe(depth => depth.Length), "{message}", "Messages stored, by partition.");
        meter.CreateObservableGauge("ourateams.queue.pending", () => Observe(depth => depth.Pending), "{message}", "Messages read and not acknowledged, by partition.");
        meter.CreateObservableGauge("ourateams.queue.dead", () => Observe(depth => depth.Dead), "{message}", "Dead letters, by partition.");
        meter.CreateObservableGauge(
            "ourateams.queue.oldest_age",
            () => Observe(depth => Age(depth).TotalSeconds),
            "s",
            "Age of the oldest message stored, by partition.");
    }

    public TimeSpan Oldest => _depths.IsEmpty ? TimeSpan.Zero : _depths.Values.Max(Age);

    /// <summary>Shows it from now on.</summary>
    public void Report(int partition, QueueDepth depth) => _depths[partition] = depth;

    /// <summary>Shows it no more: another process reads the partition.</summary>
    public void Forget(int partition) => _depths.TryRemove(partition, out _);

    private TimeSpan Age(QueueDepth depth)
    {
        TimeSpan age = depth.Oldest is { } oldest ? _clock.GetUtcNow() - oldest : TimeSpan.Zero;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private IEnumerable<Measurement<T>> Observe<T>(Func<QueueDepth, T> value)
        where T : struct =>
        _depths.Select(pair => new Measurement<T>(
            value(pair.Value),
            new KeyValuePair<string, object?>("provider", _provider),
            new KeyValuePair<string, object?>("partition", pair.Key)));
}
