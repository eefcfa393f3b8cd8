namespace OuraTeams.Streaming;

/// <summary>A durable queue in numbered partitions. At least once: what was appended is read until it is acknowledged.</summary>
public interface IQueueStore
{
    /// <summary>Opens the store and makes what it lacks. Called once, before anything else.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Appends a message. It is on disk when the task ends; when the task fails, it may be there or not.</summary>
    /// <param name="partition">From 0.</param>
    /// <param name="payload">The message.</param>
    Task AppendAsync(int partition, ReadOnlyMemory<byte> payload);

    /// <summary>Begins to read a partition from its oldest message that is not acknowledged.</summary>
    IQueueReader Read(int partition);

    /// <summary>Moves a message that can't be handled to the dead letters, where it stays.</summary>
    /// <param name="partition">Where it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for the operator.</param>
    /// <returns>False when it isn't there any more.</returns>
    Task<bool> BuryAsync(int partition, long id, string reason);
}
