namespace OuraTeams.Streaming.Queues;

/// <summary>A message that could not be handled.</summary>
/// <param name="Partition">Where it was, and where a replay brings it.</param>
/// <param name="Id">Its id among the dead letters of the partition; grows with the time at which messages came there.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="EnqueuedAt">When it was appended.</param>
/// <param name="DeadLetteredAt">When it was moved to the dead letters.</param>
/// <param name="Payload">The message.</param>
public sealed record DeadLetter(int Partition, long Id, string Reason, DateTimeOffset EnqueuedAt, DateTimeOffset DeadLetteredAt, byte[] Payload);
