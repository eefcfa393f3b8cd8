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
}
