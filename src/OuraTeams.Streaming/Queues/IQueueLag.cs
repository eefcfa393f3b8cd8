namespace OuraTeams.Streaming.Queues;

/// <summary>How far a process is behind with the partitions that it reads. A keyed service under the provider's name.</summary>
public interface IQueueLag
{
    /// <summary>Age of the oldest message of all partitions read here, as of the last measurement; zero when none waits.</summary>
    TimeSpan Oldest { get; }
}
