namespace OuraTeams.Streaming.Queues;

/// <summary>How full a partition is.</summary>
/// <param name="Length">Messages stored: waiting, and read but not removed yet.</param>
/// <param name="Pending">Those of them that were read and are not acknowledged.</param>
/// <param name="Oldest">When the oldest of them was appended; null when there is none.</param>
/// <param name="Dead">Dead letters.</param>
public sealed record QueueDepth(long Length, long Pending, DateTimeOffset? Oldest, long Dead);
