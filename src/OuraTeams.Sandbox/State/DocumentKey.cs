namespace OuraTeams.Sandbox.State;

/// <summary>Which document: the member's place in the world, the kind's route, the day, and the slot in the day.</summary>
internal readonly record struct DocumentKey(int Member, string Kind, DateOnly Day, int Slot);
