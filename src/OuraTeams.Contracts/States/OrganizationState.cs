using OuraTeams.Contracts.Organizations;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of an organization.</summary>
[GenerateSerializer, Alias("ourateams.state.organization")]
public sealed record OrganizationState
{
    /// <summary>Null until created.</summary>
    [Id(0)]
    public OrganizationSettings? Settings { get; set; }

    /// <summary>Ids of its teams, in the order of their creation.</summary>
    [Id(1)]
    public List<string> Teams { get; set; } = [];

    /// <summary>Whether its deletion has begun: no team is created any more.</summary>
    [Id(2)]
    public bool IsBeingDeleted { get; set; }
}
