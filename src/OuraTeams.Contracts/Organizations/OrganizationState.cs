namespace OuraTeams.Contracts;

/// <summary>Stored state of an organization.</summary>
[GenerateSerializer, Alias("ourateams.state.organization")]
public sealed record OrganizationState
{
    /// <summary>Null until created.</summary>
    [Id(0)]
    public OrganizationSettings? Settings { get; set; }

    /// <summary>Ids of its teams.</summary>
    [Id(1)]
    public List<string> Teams { get; set; } = [];
}
