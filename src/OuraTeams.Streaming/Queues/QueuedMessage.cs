namespace OuraTeams.Streaming.Queues;

/// <summary>A message in a queue.</summary>
/// <param name="Id">Grows within the partition, also over restarts.</param>
/// <param name="Payload">The message.</param>
/// <param name="EnqueuedAt">When it was appended.</param>
public sealed record QueuedMessage(long Id, byte[] Payload, DateTimeOffset EnqueuedAt);
