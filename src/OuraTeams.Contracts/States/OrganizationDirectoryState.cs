namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a share of the directory of organizations.</summary>
[GenerateSerializer, Alias("ourateams.state.organization-directory")]
public sealed record OrganizationDirectoryState
{
    /// <summary>Ids of organizations, in ordinal order.</summary>
    [Id(0)]
    public List<string> Organizations { get; set; } = [];
}
