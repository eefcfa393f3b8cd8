namespace OuraTeams.Contracts;

/// <summary>One page of a roster.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.roster-page")]
public sealed record RosterPage
{
    /// <summary>The members, in the order of invitation.</summary>
    [Id(0)]
    public required IReadOnlyList<MemberView> Members { get; init; }

    /// <summary>Where the next page begins, or null on the last.</summary>
    [Id(1)]
    public required int? Next { get; init; }
}
