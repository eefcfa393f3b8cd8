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

    /// <summary>Ties the member to a ring account and tells their teams.</summary>
    /// <returns>The partitions that get the account's days, or null when the member has another ring.</returns>
    [Alias("Attach")]
    Task<IReadOnlyList<PartitionKey>?> AttachAsync(AccountKey account);

    /// <summary>Unties the member from a ring account; does nothing when they have another.</summary>
    [Alias("Detach")]
    Task DetachAsync(AccountKey account);

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
