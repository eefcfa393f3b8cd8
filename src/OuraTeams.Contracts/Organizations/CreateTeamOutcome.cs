namespace OuraTeams.Contracts;

/// <summary>What became of a request to create a team.</summary>
public enum CreateTeamOutcome
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>The organization doesn't exist.</summary>
    NoOrganization,

    /// <summary>A team of that id exists.</summary>
    Exists,
}
