using OuraTeams.Contracts.Teams;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a team. Who is in it is stored with its partitions.</summary>
[GenerateSerializer, Alias("ourateams.state.team")]
public sealed record TeamState
{
    /// <summary>Null until the team is created.</summary>
    [Id(0)]
    public TeamSettings? Settings { get; set; }

    /// <summary>Number of its partitions.</summary>
    [Id(1)]
    public int Partitions { get; set; }

    /// <summary>Whether its deletion has begun: nobody is added any more.</summary>
    [Id(2)]
    public bool IsBeingDeleted { get; set; }
}
