using Orleans.Concurrency;
using OuraTeams.Contracts.Teams;

namespace OuraTeams.Contracts.Organizations;

/// <summary>A tenant; key: its id.</summary>
[Alias("ourateams.IOrganizationGrain")]
public interface IOrganizationGrain : IGrainWithStringKey
{
    /// <summary>Teams that an organization has at most: their ids are in one state.</summary>
    const int MostTeams = 1_000;

    /// <summary>Creates the organization.</summary>
    [Alias("Create")]
    Task<CreateOrganizationOutcome> CreateAsync(OrganizationSettings settings);

    /// <summary>The organization, or null when it was not created.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<OrganizationView?> GetAsync();

    /// <summary>Changes the name.</summary>
    /// <returns>The organization, or null when it was not created.</returns>
    [Alias("Update")]
    Task<OrganizationView?> UpdateAsync(string displayName);

    /// <summary>Creates a team in it.</summary>
    [Alias("CreateTeam")]
    Task<CreateTeamOutcome> CreateTeamAsync(string team, TeamSettings settings);

    /// <summary>Removes a team that was emptied; see <see cref="ITeamGrain.EmptyAsync"/>.</summary>
    /// <returns>False when there was no such team, or it was not emptied.</returns>
    [Alias("RemoveTeam")]
    Task<bool> RemoveTeamAsync(string team);

    /// <summary>Begins to delete the organization, or goes on: from now on no team is created.</summary>
    /// <param name="force">Whether it is deleted with its teams; otherwise one with teams stays.</param>
    /// <returns>Emptied once there is no team any more; before, its teams are to be removed.</returns>
    [Alias("BeginDeletion")]
    Task<DeletionProgress> BeginDeletionAsync(bool force);

    /// <summary>Removes an organization whose deletion has begun and that has no team any more.</summary>
    /// <returns>False when it has teams, or its deletion has not begun.</returns>
    [Alias("Clear")]
    Task<bool> ClearAsync();
}

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

/// <summary>What became of a request to create an organization.</summary>
public enum CreateOrganizationOutcome
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>An organization of that id exists, or is being deleted.</summary>
    Exists,

    /// <summary>The directory has no room for another one.</summary>
    TooMany,
}

/// <summary>What became of a request to create a team.</summary>
public enum CreateTeamOutcome
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>The organization doesn't exist, or is being deleted.</summary>
    NoOrganization,

    /// <summary>A team of that id exists, or is being deleted.</summary>
    Exists,

    /// <summary>The organization has as many teams as it may have.</summary>
    TooMany,
}
