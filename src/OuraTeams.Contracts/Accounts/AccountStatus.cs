using OuraTeams.Contracts.Budgets;

namespace OuraTeams.Contracts.Accounts;

/// <summary>How a ring account stands; holds no health data and no token.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.account-status")]
public sealed record AccountStatus
{
    /// <summary>What the index of the fleet holds, as it is now.</summary>
    [Id(0)]
    public required AccountSummary Summary { get; init; }

    /// <summary>The token's budget.</summary>
    [Id(1)]
    public required BudgetView Budget { get; init; }

    /// <summary>What Oura sent that could not be used.</summary>
    [Id(2)]
    public IReadOnlyList<UnusableCount> Unusable { get; init; } = [];
}

/// <summary>How much of a kind could not be used, for one reason.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.unusable-count")]
public sealed record UnusableCount
{
    /// <summary>Kind of document, as routes name it.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>Why, for example <c>no_day</c>.</summary>
    [Id(1)]
    public required string Reason { get; init; }

    /// <summary>How many; one that is read again counts again.</summary>
    [Id(2)]
    public required long Count { get; init; }

    /// <summary>When the last one came, UTC.</summary>
    [Id(3)]
    public required DateOnly LastDay { get; init; }
}

/// <summary>How a ring account stands with Oura.</summary>
public enum ConnectionStatus
{
    /// <summary>Nobody has connected it.</summary>
    NotConnected = 0,

    /// <summary>The credential works, as far as we know.</summary>
    Connected = 1,

    /// <summary>Oura refuses the credential: the member must connect again.</summary>
    NeedsReconnect = 2,

    /// <summary>The member or the organization ended the connection: token and data are forgotten.</summary>
    Disconnected = 3,
}

/// <summary>Why a member must connect again.</summary>
public enum ReconnectReason
{
    /// <summary>No reason: the account doesn't need it.</summary>
    None = 0,

    /// <summary>Oura refused the stored refresh token when the access token came to its end.</summary>
    Refused = 1,

    /// <summary>Oura refuses a token that has not come to its end: the member ended the grant, or withdrew a Personal Access Token.</summary>
    Revoked = 2,

    /// <summary>The member's Oura membership has lapsed.</summary>
    MembershipLapsed = 3,

    /// <summary>The member granted nothing that is read here.</summary>
    ScopesTooNarrow = 4,
}

/// <summary>A ring that the member has paired, as Oura names its parts. Null is what Oura did not say.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.ring-view")]
public sealed record RingView
{
    /// <summary>Oura's id of the ring.</summary>
    [Id(0)]
    public required string RingId { get; init; }

    /// <summary>Generation, e.g. <c>gen3</c>.</summary>
    [Id(1)]
    public string? HardwareType { get; init; }

    /// <summary>Firmware version.</summary>
    [Id(2)]
    public string? FirmwareVersion { get; init; }

    /// <summary>Colour.</summary>
    [Id(3)]
    public string? Color { get; init; }

    /// <summary>Design.</summary>
    [Id(4)]
    public string? Design { get; init; }

    /// <summary>US ring size.</summary>
    [Id(5)]
    public int? Size { get; init; }

    /// <summary>When it was set up.</summary>
    [Id(6)]
    public DateTimeOffset? SetUpAt { get; init; }
}

/// <summary>What the index of the fleet holds of a ring account; no health data and no token.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.account-summary")]
public sealed record AccountSummary
{
    /// <summary>How it stands with Oura.</summary>
    [Id(0)]
    public required ConnectionStatus Status { get; init; }

    /// <summary>Why the member must connect again.</summary>
    [Id(1)]
    public required ReconnectReason Reason { get; init; }

    /// <summary>When it was connected, or null.</summary>
    [Id(2)]
    public required DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>When data was last read from Oura and stored, or null.</summary>
    [Id(3)]
    public required DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>Documents in the cache.</summary>
    [Id(4)]
    public required int Documents { get; init; }

    /// <summary>Marks that wait to be fetched.</summary>
    [Id(5)]
    public required int Waiting { get; init; }

    /// <summary>Of the waiting marks, those of webhook events.</summary>
    [Id(6)]
    public required int WaitingLive { get; init; }

    /// <summary>Ranges of history that are still to be read.</summary>
    [Id(7)]
    public required int HistoryLeft { get; init; }

    /// <summary>Ranges of history that were asked for at the last connecting.</summary>
    [Id(8)]
    public required int HistoryAsked { get; init; }

    /// <summary>When the next mark is due; null when none waits.</summary>
    [Id(9)]
    public required DateTimeOffset? NextDue { get; init; }

    /// <summary>The rings that were ever paired.</summary>
    [Id(10)]
    public IReadOnlyList<RingView> Rings { get; init; } = [];

    /// <summary>Whether another summary says the same; its list of rings may be another list.</summary>
    public bool IsSameAs(AccountSummary other) => this with { Rings = other.Rings } == other && Rings.SequenceEqual(other.Rings);
}
