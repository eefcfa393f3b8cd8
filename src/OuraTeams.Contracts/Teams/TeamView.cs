namespace OuraTeams.Contracts;

/// <summary>A team, as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-view")]
public sealed record TeamView
{
    /// <summary>Its settings.</summary>
    [Id(0)]
    public required TeamSettings Settings { get; init; }

    /// <summary>Members in the roster.</summary>
    [Id(1)]
    public required int Members { get; init; }

    /// <summary>Members whose ring is connected.</summary>
    [Id(2)]
    public required int Connected { get; init; }
}
