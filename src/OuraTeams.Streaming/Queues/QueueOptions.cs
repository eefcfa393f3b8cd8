namespace OuraTeams.Streaming.Queues;

/// <summary>Settings that every durable queue has.</summary>
public abstract class QueueOptions
{
    /// <summary>
    /// Messages in one partition above which an append is refused with <see cref="QueueFullException"/>. Checked to about
    /// what all producers append in a second. Default 100,000.
    /// </summary>
    public long MostWaiting { get; set; } = 100_000;

    /// <summary>
    /// Keys of the caller's request context that are stored with a message and set again when it is delivered. None by
    /// default: what is stored may be read long after, and by others. The trace context is always carried.
    /// </summary>
    public ISet<string> ContextKeys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Time between two measurements of a partition's length and age. Default 10 seconds.</summary>
    public TimeSpan MeasureEvery { get; set; } = TimeSpan.FromSeconds(10);
}
