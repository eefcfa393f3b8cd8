namespace OuraTeams.Streaming.Queues;

/// <summary>A partition holds as many messages as it may. Nothing was appended; try again later.</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>Says which and how full.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="most">Messages that it may hold.</param>
    public QueueFullException(int partition, long most)
        : base($"Partition {partition} of the queue holds {most} messages, the most it may.") => (Partition, Most) = (partition, most);

    /// <summary>The partition.</summary>
    public int Partition { get; }

    /// <summary>Messages that it may hold.</summary>
    public long Most { get; }
}
