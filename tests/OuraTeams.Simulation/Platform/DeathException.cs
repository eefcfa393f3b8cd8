namespace OuraTeams.Simulation;

/// <summary>The process is dead: nothing of what it does gets out any more.</summary>
internal sealed class DeathException() : Exception("The process is dead.");
