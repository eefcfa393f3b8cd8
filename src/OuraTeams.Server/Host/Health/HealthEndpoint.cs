namespace OuraTeams.Server.Host.Health;

/// <summary>Marks an endpoint that answers on the public and on the admin port.</summary>
internal sealed record HealthEndpoint;
