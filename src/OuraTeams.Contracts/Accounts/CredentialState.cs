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
}
