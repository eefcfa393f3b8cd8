namespace OuraTeams.Contracts.Keys;

/// <summary>A place in a team's listing: the order is that of partitions, and in each that of its slots.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Slot">Number of the slot in it.</param>
[GenerateSerializer, Immutable, Alias("ourateams.slot-place")]
public readonly record struct SlotPlace([property: Id(0)] int Partition, [property: Id(1)] int Slot);
