namespace OuraTeams.Simulation;

/// <summary>A request for data.</summary>
internal sealed record SeenRequest(DateTimeOffset At, string Token, Uri Address);
