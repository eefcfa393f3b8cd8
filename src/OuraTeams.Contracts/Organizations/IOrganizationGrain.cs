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

    /// <summary>Takes a change of a ring's connection. The same change again does no harm.</summary>
    [AlwaysInterleave]
    [Alias("NoteConnection")]
    Task NoteConnectionAsync(ConnectionChange change);

    /// <summary>Reads the changes of connections after one, waiting some seconds when there is none.</summary>
    /// <param name="after">Number of the last change that the caller has; 0 for all that are kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    [AlwaysInterleave]
    [Alias("GetConnectionChanges")]
    Task<IReadOnlyList<NumberedConnectionChange>> GetConnectionChangesAsync(long after, CancellationToken cancellation);
}
