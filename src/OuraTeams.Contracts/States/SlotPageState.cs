using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a team partition: one page of its slots. A change of one member writes one page.</summary>
[GenerateSerializer, Alias("ourateams.state.slot-page")]
public sealed record SlotPageState
{
    /// <summary>The slots of the page, in order; shorter than a page where the last were never used.</summary>
    [Id(0)]
    public List<Slot> Slots { get; set; } = [];
}

/// <summary>A place in a partition. It is a member's until they leave the team; then somebody else gets it.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.slot")]
public sealed record Slot
{
    /// <summary>A slot that nobody has.</summary>
    public static readonly Slot Free = new();

    /// <summary>Id of the member, in the partition's organization; null when nobody has the slot.</summary>
    [Id(0)]
    public string? Member { get; init; }

    /// <summary>Oura's id of the person whose ring account is connected; null while none is.</summary>
    [Id(1)]
    public string? OuraUser { get; init; }

    /// <summary>Incarnation of the ring account. What comes from an earlier one changes nothing.</summary>
    [Id(2)]
    public long Incarnation { get; init; }

    /// <summary>How the ring account stands, as it said last; null before it said anything.</summary>
    [Id(3)]
    public AccountSummary? Summary { get; init; }

    /// <summary>Whether this is the first of the member's teams: the fleet lists a ring account there.</summary>
    [Id(4)]
    public bool IsFirstTeam { get; init; }
}
