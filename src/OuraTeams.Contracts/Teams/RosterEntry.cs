namespace OuraTeams.Contracts;

/// <summary>A member's place in a team.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.roster-entry")]
public sealed record RosterEntry
{
    /// <summary>The member.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The partition that holds their days.</summary>
    [Id(1)]
    public required int Partition { get; init; }

    /// <summary>The connected ring account; null before.</summary>
    [Id(2)]
    public AccountKey? Account { get; init; }
}
