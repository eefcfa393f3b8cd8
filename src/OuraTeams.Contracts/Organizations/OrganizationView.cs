namespace OuraTeams.Contracts;

/// <summary>An organization, as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.organization-view")]
public sealed record OrganizationView
{
    /// <summary>Its settings.</summary>
    [Id(0)]
    public required OrganizationSettings Settings { get; init; }

    /// <summary>Ids of its teams, in the order of their creation.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Teams { get; init; }
}
