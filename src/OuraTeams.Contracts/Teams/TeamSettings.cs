namespace OuraTeams.Contracts;

/// <summary>What an organization sets for a team.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-settings")]
public sealed record TeamSettings
{
    /// <summary>Name for people.</summary>
    [Id(0)]
    public required string DisplayName { get; init; }

    /// <summary>IANA name of the zone in which the team's today is reckoned.</summary>
    [Id(1)]
    public required string TimeZone { get; init; }
}
