namespace OuraTeams.Streaming.Queues;

/// <summary>What is in a dead letter.</summary>
/// <param name="Stream">The stream that it was meant for.</param>
/// <param name="Events">Its events.</param>
public sealed record DeadLetterContent(StreamId Stream, IReadOnlyList<object> Events);
