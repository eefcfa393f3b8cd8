using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>A person in an organization; key <see cref="MemberKey"/>.</summary>
[Alias("ourateams.IMemberGrain")]
public interface IMemberGrain : IGrainWithStringKey
{
    /// <summary>Creates the member and the secret of their join link.</summary>
    [Alias("Invite")]
    Task<Invitation> InviteAsync(string displayName, TeamKey team);

    /// <summary>The member, or null when there is none.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<MemberView?> GetAsync();

    /// <summary>Opens the join link.</summary>
    /// <returns>What its holder may see, or null when the secret is wrong or the link has expired.</returns>
    [AlwaysInterleave]
    [Alias("OpenJoinLink")]
    Task<JoinView?> OpenJoinLinkAsync(string secret);

    /// <summary>Ties the member to a ring account and tells their teams. Repeats do no harm.</summary>
    /// <param name="account">The ring account.</param>
    /// <param name="incarnation">The incarnation that it asks for.</param>
    /// <returns>What was granted, or null when the member is gone or has another ring.</returns>
    [Alias("Attach")]
    Task<Attachment?> AttachAsync(AccountKey account, long incarnation);

    /// <summary>Unties the member from a ring account; does nothing when they have another, or a later incarnation of it.</summary>
    [Alias("Detach")]
    Task DetachAsync(AccountKey account, long incarnation);

    /// <summary>Makes a new join link; the one before stops working.</summary>
    /// <returns>The invitation, or null when there is no such member in that team.</returns>
    [Alias("RenewJoinLink")]
    Task<Invitation?> RenewJoinLinkAsync(TeamKey team);

    /// <summary>Ends the connection of the member's ring.</summary>
    /// <returns>False when there is no such member in that team; true also when no ring was connected.</returns>
    [AlwaysInterleave]
    [Alias("Disconnect")]
    Task<bool> DisconnectAsync(TeamKey team);
}

/// <summary>What a ring account gets when it is tied to a member.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.attachment")]
public sealed record Attachment
{
    /// <summary>The incarnation that was asked for, or a higher one where the member had a later one already.</summary>
    [Id(0)]
    public required long Incarnation { get; init; }

    /// <summary>The partitions that get the account's days, in the order of the member's teams.</summary>
    [Id(1)]
    public required IReadOnlyList<PartitionKey> Partitions { get; init; }
}
