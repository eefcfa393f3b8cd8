namespace OuraTeams.Contracts;

/// <summary>Stored state of a team.</summary>
[GenerateSerializer, Alias("ourateams.state.team")]
public sealed record TeamState
{
    /// <summary>Null until the team is created.</summary>
    [Id(0)]
    public TeamSettings? Settings { get; set; }

    /// <summary>The roster, in the order of invitation.</summary>
    [Id(1)]
    public List<RosterEntry> Roster { get; set; } = [];
}
