namespace OuraTeams.Streaming;

/// <summary>A message that could not be handled.</summary>
/// <param name="Partition">Where it was, and where a replay brings it.</param>
/// <param name="Id">Its id among the dead letters of the partition; grows with the time of burial or of appending.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="EnqueuedAt">When it was appended.</param>
/// <param name="BuriedAt">When it was given up.</param>
/// <param name="Payload">The message.</param>
public sealed record DeadLetter(int Partition, long Id, string Reason, DateTimeOffset EnqueuedAt, DateTimeOffset BuriedAt, byte[] Payload);
