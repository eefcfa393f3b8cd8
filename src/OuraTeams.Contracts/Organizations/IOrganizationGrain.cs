using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>A tenant; key: its id.</summary>
[Alias("ourateams.IOrganizationGrain")]
public interface IOrganizationGrain : IGrainWithStringKey
{
    /// <summary>Creates the organization.</summary>
    /// <returns>False when it exists already, with whatever settings.</returns>
    [Alias("Create")]
    Task<bool> CreateAsync(OrganizationSettings settings);

    /// <summary>The organization, or null when it was not created.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<OrganizationView?> GetAsync();

    /// <summary>Creates a team in it.</summary>
    [Alias("CreateTeam")]
    Task<CreateTeamOutcome> CreateTeamAsync(string team, TeamSettings settings);
}
