using Orleans.Concurrency;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Members;

/// <summary>A person in an organization; key <see cref="MemberKey"/>.</summary>
[Alias("ourateams.IMemberGrain")]
public interface IMemberGrain : IGrainWithStringKey
{
    /// <summary>Creates the member with a slot in a team, or invites them again; makes the secret of their join link.</summary>
    /// <returns>The invitation, or null when the member has another name.</returns>
    [Alias("Invite")]
    Task<Invitation?> InviteAsync(string displayName, TeamKey team, int partition);

    /// <summary>The member, or null when there is none. Asks no ring account.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<MemberView?> GetAsync();

    /// <summary>Changes the name.</summary>
    /// <returns>The member, or null when there is none.</returns>
    [Alias("Update")]
    Task<MemberView?> UpdateAsync(string displayName);

    /// <summary>Opens the join link.</summary>
    /// <returns>What its holder may see, or null when the secret is wrong or the link has expired.</returns>
    [AlwaysInterleave]
    [Alias("OpenJoinLink")]
    Task<JoinView?> OpenJoinLinkAsync(string secret);

    /// <summary>Ties the member to a ring account and tells the partitions of their teams. Repeats do no harm.</summary>
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

    /// <summary>Adds a team to a member, who has a slot in it already.</summary>
    /// <returns>False when there is no such member.</returns>
    [Alias("Join")]
    Task<bool> JoinAsync(TeamKey team, int partition);

    /// <summary>
    /// Leaves a team: the slot is freed and the days are out of its figures. In no team any more, the ring is disconnected and the
    /// member forgotten. What is to be done is stored first, so that a repeat, or whoever next asks for the member, goes on.
    /// </summary>
    /// <returns>False when there is no such member in that team.</returns>
    [AlwaysInterleave]
    [Alias("Leave")]
    Task<bool> LeaveAsync(TeamKey team);
}

/// <summary>An invited member and the secret of their join link.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.invitation")]
public sealed record Invitation
{
    /// <summary>The member.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>Proves the link's holder; only a hash of it is stored.</summary>
    [Id(1)]
    public required string Secret { get; init; }

    /// <summary>When the link stops working.</summary>
    [Id(2)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"Invitation of {Member} until {ExpiresAt:O}";
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

/// <summary>What the holder of a valid join link may see.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.join-view")]
public sealed record JoinView
{
    /// <summary>Name that the organization uses for the person.</summary>
    [Id(0)]
    public required string DisplayName { get; init; }

    /// <summary>The first of the member's teams.</summary>
    [Id(1)]
    public required TeamKey Team { get; init; }

    /// <summary>Whether a ring is connected already.</summary>
    [Id(2)]
    public required bool Connected { get; init; }

    /// <summary>Never prints the name: messages between grains may be logged.</summary>
    public override string ToString() => $"{nameof(JoinView)} of {Team}";
}

/// <summary>A member, as they are now.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.member-view")]
public sealed record MemberView
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>Name that the organization uses for the person.</summary>
    [Id(1)]
    public required string DisplayName { get; init; }

    /// <summary>The connected ring account; null when none is.</summary>
    [Id(2)]
    public required AccountKey? Account { get; init; }

    /// <summary>Whether a ring was connected and the connection was ended.</summary>
    [Id(3)]
    public required bool Disconnected { get; init; }

    /// <summary>Where the member is in their teams, in the order of joining.</summary>
    [Id(4)]
    public required IReadOnlyList<TeamPlace> Teams { get; init; }

    /// <summary>Whether the member is in a team and not about to leave it.</summary>
    public bool IsIn(TeamKey team) => Teams.Any(place => place.Team == team && !place.IsLeaving);

    /// <summary>Never prints the name: messages between grains may be logged.</summary>
    public override string ToString() => $"{nameof(MemberView)} {Member}";
}

/// <summary>A member's place in a team.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-place")]
public sealed record TeamPlace
{
    /// <summary>The team.</summary>
    [Id(0)]
    public required TeamKey Team { get; init; }

    /// <summary>Number of the partition that holds the member's slot.</summary>
    [Id(1)]
    public required int Partition { get; init; }

    /// <summary>Whether the member is leaving the team: this goes on until they have left.</summary>
    [Id(2)]
    public bool IsLeaving { get; init; }
}
