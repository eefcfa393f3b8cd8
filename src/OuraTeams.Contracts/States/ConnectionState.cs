using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a ring account: whose it is, how it stands with Oura, and its credential.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.state.connection")]
public sealed record ConnectionState
{
    /// <summary>Who connected it; null before.</summary>
    [Id(0)]
    public MemberKey? Member { get; init; }

    /// <summary>The Oura app that the consent was given to.</summary>
    [Id(1)]
    public string App { get; init; } = "";

    /// <summary>How it stands.</summary>
    [Id(2)]
    public ConnectionStatus Status { get; init; }

    /// <summary>Why the member must connect again.</summary>
    [Id(3)]
    public ReconnectReason Reason { get; init; }

    /// <summary>When it was connected.</summary>
    [Id(4)]
    public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>The token pair in use.</summary>
    [Id(5)]
    public IssuedCredential? Credential { get; init; }

    /// <summary>Whether the credential is a Personal Access Token: it has no refresh token and no known end.</summary>
    [Id(6)]
    public bool IsPersonalToken { get; init; }

    /// <summary>Counts the pairs that were stored; a refresh that finds another number lost a race.</summary>
    [Id(7)]
    public long Generation { get; init; }

    /// <summary>The refresh that may be under way; see <see cref="RefreshLease"/>.</summary>
    [Id(8)]
    public RefreshLease? Lease { get; init; }

    /// <summary>Grows with each connect and each disconnect: teams refuse what an earlier incarnation tells them.</summary>
    [Id(9)]
    public long Incarnation { get; init; }

    /// <summary>The partitions that get this account's days, the one of the member's first team first.</summary>
    [Id(10)]
    public IReadOnlyList<PartitionKey> Partitions { get; init; } = [];

    /// <summary>Whether the router and the member's teams know the account as it is now.</summary>
    [Id(11)]
    public bool Registered { get; init; }

    /// <summary>Counts requests to register; a registration that finds another number is not the newest.</summary>
    [Id(12)]
    public long Registration { get; init; }

    /// <summary>Whether the next registration asks for the history: after a new consent.</summary>
    [Id(13)]
    public bool HistoryWanted { get; init; }

    /// <summary>Counts changes of <see cref="Status"/>.</summary>
    [Id(14)]
    public long StatusChange { get; init; }

    /// <summary>The change that the organization knows of.</summary>
    [Id(15)]
    public long AnnouncedChange { get; init; }

    /// <summary>Key of the unit that revokes the grant at Oura once the account is forgotten; null before that.</summary>
    [Id(16)]
    public Guid? Revocation { get; init; }

    /// <summary>Whether the account is connected, or was and waits for a new consent.</summary>
    public bool IsHeld => Member is not null && Status is ConnectionStatus.Connected or ConnectionStatus.NeedsReconnect;
}

/// <summary>
/// Written before the refresh token is used, so that of two activations only the one that wrote it calls Oura:
/// refresh tokens are single use.
/// </summary>
[GenerateSerializer, Immutable, Alias("ourateams.refresh-lease")]
public sealed record RefreshLease
{
    /// <summary>Which attempt holds it.</summary>
    [Id(0)]
    public required Guid Attempt { get; init; }

    /// <summary>After this moment the attempt is taken for dead, its outcome for unknown.</summary>
    [Id(1)]
    public required DateTimeOffset Until { get; init; }
}
