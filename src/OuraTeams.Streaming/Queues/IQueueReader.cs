namespace OuraTeams.Streaming.Queues;

/// <summary>Reads one partition onward. One at a time for each partition.</summary>
public interface IQueueReader
{
    /// <summary>
    /// The next messages, in order; none when there are no new ones. After a failure the next call begins again with what
    /// was not given out.
    /// </summary>
    /// <param name="count">Most messages wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<QueuedMessage>> NextAsync(int count, CancellationToken cancellation);

    /// <summary>Removes messages for good. What isn't there any more does no harm. After a failure, call it again.</summary>
    Task AcknowledgeAsync(IReadOnlyCollection<long> ids);
}
