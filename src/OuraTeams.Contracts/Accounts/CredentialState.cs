namespace OuraTeams.Contracts;

/// <summary>Stored state of a ring account: whose it is and its credential.</summary>
[GenerateSerializer, Alias("ourateams.state.credential")]
public sealed record CredentialState
{
    /// <summary>Who connected it; null before.</summary>
    [Id(0)]
    public MemberKey? Member { get; set; }

    /// <summary>The Oura app that the consent was given to.</summary>
    [Id(1)]
    public string App { get; set; } = "";

    /// <summary>How it stands.</summary>
    [Id(2)]
    public ConnectionStatus Status { get; set; }

    /// <summary>Why the member must connect again.</summary>
    [Id(3)]
    public ReconnectReason Reason { get; set; }

    /// <summary>When it was connected.</summary>
    [Id(4)]
    public DateTimeOffset? ConnectedAt { get; set; }

    /// <summary>The token pair in use.</summary>
    [Id(5)]
    public IssuedCredential? Credential { get; set; }

    /// <summary>Counts the pairs that were stored; a refresh that finds another number lost a race.</summary>
    [Id(6)]
    public long Generation { get; set; }

    /// <summary>The refresh that may be under way; see <see cref="RefreshLease"/>.</summary>
    [Id(7)]
    public RefreshLease? Lease { get; set; }

    /// <summary>The partitions that get this account's days.</summary>
    [Id(8)]
    public List<PartitionKey> Partitions { get; set; } = [];

    /// <summary>Whether router and teams know of the account; false while a connection is half made.</summary>
    [Id(9)]
    public bool Registered { get; set; }

    /// <summary>Counts changes of <see cref="Status"/>.</summary>
    [Id(10)]
    public long StatusChange { get; set; }

    /// <summary>The change that the organization knows of.</summary>
    [Id(11)]
    public long AnnouncedChange { get; set; }

    /// <summary>Whether the credential is a Personal Access Token: it has no refresh token and no known end.</summary>
    [Id(12)]
    public bool IsPersonalToken { get; set; }

    /// <summary>How often revoking at Oura was tried while the account is being forgotten.</summary>
    [Id(13)]
    public int RevokeAttempts { get; set; }
}
