namespace OuraTeams.Server.Access;

/// <summary>Marks an endpoint as the admin port's.</summary>
/// <param name="NeedsToken">Whether a caller must show the admin's token.</param>
internal sealed record AdminEndpoint(bool NeedsToken);
