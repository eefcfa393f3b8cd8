namespace OuraTeams.Streaming.Queues;

/// <summary>The dead letters of a whole queue, for its operator. A keyed service under the provider's name; needs no silo.</summary>
public interface IDeadLetters
{
    /// <summary>Lists dead letters in the order of their ids.</summary>
    /// <param name="after">The last that is already known.</param>
    /// <param name="count">Most wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterId after, int count, CancellationToken cancellation);

    /// <summary>Reads what is in a dead letter; null when it can't be decoded.</summary>
    DeadLetterContent? Read(DeadLetter letter);

    /// <summary>Appends a dead letter to its partition again, as its newest message.</summary>
    /// <returns>False when it isn't there any more.</returns>
    Task<bool> ReplayAsync(DeadLetterId id);

    /// <summary>Does so with all that were there when it began; those that come back meanwhile stay.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplayAllAsync(CancellationToken cancellation);

    /// <summary>Deletes all dead letters of a stream, also those that can't be decoded and hold its key. Looks through one partition.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteAllAsync(StreamId stream, CancellationToken cancellation);
}
