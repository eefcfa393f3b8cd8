namespace OuraTeams.Streaming.Queues;

/// <summary>
/// A durable queue in numbered partitions. At least once: what was appended is read until it is acknowledged, and may be
/// read twice. Whoever handles a message recognises by the event's own id what it handled before.
/// </summary>
public interface IQueueStore
{
    /// <summary>Number of partitions; they are counted from 0.</summary>
    int Partitions { get; }

    /// <summary>Opens the store and makes what it lacks. Called before anything else; does nothing when it is open.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>
    /// Appends a message. It is stored when the task ends. When the task fails, it may be there or not: append it again with
    /// the same event id.
    /// </summary>
    /// <param name="partition">Where.</param>
    /// <param name="payload">The message.</param>
    /// <exception cref="QueueFullException">The partition holds as many messages as it may; nothing was appended.</exception>
    Task AppendAsync(int partition, ReadOnlyMemory<byte> payload);

    /// <summary>Begins to read a partition from its oldest message that is not acknowledged.</summary>
    IQueueReader Read(int partition);

    /// <summary>Moves a message that was read and can't be handled to the dead letters, where it stays.</summary>
    /// <param name="partition">Where it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for the operator.</param>
    /// <returns>False when it isn't there any more.</returns>
    Task<bool> DeadLetterAsync(int partition, long id, string reason);

    /// <summary>The dead letters of a partition, in the order of their ids.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="after">The last id that is already known; 0 for the first page.</param>
    /// <param name="count">Most wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int partition, long after, int count, CancellationToken cancellation);

    /// <summary>Appends a dead letter to its partition again, as its newest message, and takes it out of the dead letters.</summary>
    /// <param name="partition">Where it is.</param>
    /// <param name="id">Its id among the dead letters.</param>
    /// <returns>False when it isn't there any more.</returns>
    Task<bool> ReplayAsync(int partition, long id);

    /// <summary>Deletes a dead letter.</summary>
    /// <param name="partition">Where it is.</param>
    /// <param name="id">Its id among the dead letters.</param>
    /// <returns>False when it isn't there any more.</returns>
    Task<bool> DeleteDeadAsync(int partition, long id);

    /// <summary>How full a partition is now.</summary>
    Task<QueueDepth> MeasureAsync(int partition, CancellationToken cancellation);
}
