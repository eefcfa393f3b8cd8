namespace OuraTeams.Streaming.Redis;

/// <summary>
/// A message was appended, but not known to be on as many replicas as asked for. It may stay or be lost with the primary:
/// append it again with the same event id.
/// </summary>
public sealed class QueueNotReplicatedException : Exception
{
    /// <summary>Says what is missing.</summary>
    /// <param name="message">For the log.</param>
    public QueueNotReplicatedException(string message)
        : base(message)
    {
    }
}
