namespace OuraTeams.Contracts;

/// <summary>What an organization is created with.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.organization-settings")]
public sealed record OrganizationSettings
{
    /// <summary>Name for people.</summary>
    [Id(0)]
    public required string DisplayName { get; init; }

    /// <summary>The Oura app (a name from our settings) through which its members connect.</summary>
    [Id(1)]
    public required string App { get; init; }
}
