using Orleans.Concurrency;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;

namespace OuraTeams.Contracts.Teams;

/// <summary>
/// A team; key <see cref="TeamKey"/>. Owns the settings and the list of partitions, and is the one gate that aggregates leave by.
/// </summary>
[Alias("ourateams.ITeamGrain")]
public interface ITeamGrain : IGrainWithStringKey
{
    /// <summary>Members that one partition holds at most.</summary>
    const int PartitionCapacity = 1024;

    /// <summary>Creates the team.</summary>
    /// <returns>False when it exists already, with whatever settings.</returns>
    [Alias("Create")]
    Task<bool> CreateAsync(TeamSettings settings);

    /// <summary>The settings, or null when the team was not created. Asks no partition.</summary>
    [AlwaysInterleave]
    [Alias("GetSettings")]
    Task<TeamSettings?> GetSettingsAsync();

    /// <summary>The team with its counts, or null when it was not created.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<TeamView?> GetAsync(CancellationToken cancellation);

    /// <summary>Changes the settings.</summary>
    /// <param name="change">What to change.</param>
    /// <returns>The settings now, or null when the team was not created.</returns>
    [Alias("Update")]
    Task<TeamSettings?> UpdateAsync(TeamChange change);

    /// <summary>Adds a new member.</summary>
    /// <param name="displayName">Name that the organization uses for the person.</param>
    /// <param name="requestId">The same id again gives the same member, with a new join link; null makes a new member each time.</param>
    [Alias("Invite")]
    Task<InviteAnswer> InviteAsync(string displayName, string? requestId);

    /// <summary>Adds a member of another team of the organization; does nothing for one who is in this team already.</summary>
    [Alias("Add")]
    Task<AddMemberOutcome> AddAsync(MemberKey member);

    /// <summary>Frees the slots of somebody who is not a member any more. Only for one whose leaving was cut short.</summary>
    /// <returns>Whether there was one.</returns>
    [AlwaysInterleave]
    [Alias("Free")]
    Task<bool> FreeAsync(MemberKey member);

    /// <summary>Reads members and how their rings stand. Wakes no ring account.</summary>
    /// <param name="after">The last place of the page before; null for the first page.</param>
    /// <param name="count">Most members wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The page, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("ListMembers")]
    Task<MemberPage?> ListMembersAsync(SlotPlace? after, int count, CancellationToken cancellation);

    /// <summary>Reads slots that somebody has, in the order of their places. Wakes no member and no ring account.</summary>
    /// <param name="after">The last place of the page before; null for the first page.</param>
    /// <param name="count">Most slots wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The page, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("ListSlots")]
    Task<SlotPage?> ListSlotsAsync(SlotPlace? after, int count, CancellationToken cancellation);

    /// <summary>Removes members, and everything that the team has stored but for its settings. Works for some seconds at most.</summary>
    /// <param name="force">Whether members are removed; otherwise a team with members stays.</param>
    /// <param name="cancellation">Ends the work; the same call again goes on.</param>
    [Alias("Empty")]
    Task<DeletionProgress> EmptyAsync(bool force, CancellationToken cancellation);

    /// <summary>Removes the settings of a team that was emptied.</summary>
    /// <returns>False when it was not emptied.</returns>
    [Alias("Clear")]
    Task<bool> ClearAsync();

    /// <summary>Aggregates every metric for a day.</summary>
    /// <returns>The summary, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("Summarize")]
    Task<TeamDaySummary?> SummarizeAsync(DateOnly day, CancellationToken cancellation);

    /// <summary>Aggregates one metric for each day of a range.</summary>
    /// <returns>The days, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("GetTrend")]
    Task<TeamTrend?> GetTrendAsync(int metric, DateOnly first, DateOnly last, CancellationToken cancellation);

    /// <summary>Called by partitions: values changed.</summary>
    [AlwaysInterleave]
    [Alias("NoteChange")]
    Task NoteChangeAsync();

    /// <summary>Called by partitions: a slot was freed.</summary>
    [AlwaysInterleave]
    [Alias("NoteFreed")]
    Task NoteFreedAsync(int partition);

    /// <summary>Waits until something changed after a change that the caller has seen, for some seconds at most.</summary>
    /// <param name="seen">Change count of the newest summary that the caller has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The change count now; equal to <paramref name="seen"/> when the wait ended without a change.</returns>
    [AlwaysInterleave]
    [Alias("WaitForChange")]
    Task<long> WaitForChangeAsync(long seen, CancellationToken cancellation);
}

/// <summary>What an organization sets for a team.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-settings")]
public sealed record TeamSettings
{
    /// <summary>Name for people.</summary>
    [Id(0)]
    public required string DisplayName { get; init; }

    /// <summary>IANA name of the zone in which the team's today is reckoned.</summary>
    [Id(1)]
    public required string TimeZone { get; init; }
}

/// <summary>New settings of a team; null leaves one as it is.</summary>
/// <param name="DisplayName">Name for people.</param>
/// <param name="TimeZone">IANA name of the zone in which the team's today is reckoned.</param>
[GenerateSerializer, Immutable, Alias("ourateams.team-change")]
public sealed record TeamChange([property: Id(0)] string? DisplayName, [property: Id(1)] string? TimeZone);

/// <summary>A team, as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-view")]
public sealed record TeamView
{
    /// <summary>Its settings.</summary>
    [Id(0)]
    public required TeamSettings Settings { get; init; }

    /// <summary>Members of the team.</summary>
    [Id(1)]
    public required int Members { get; init; }

    /// <summary>Members whose ring is connected.</summary>
    [Id(2)]
    public required int Connected { get; init; }
}

/// <summary>What became of an invitation.</summary>
public enum InviteOutcome
{
    /// <summary>The member was added, or had been by the same request.</summary>
    Invited,

    /// <summary>The team does not exist, or is being deleted.</summary>
    NoTeam,

    /// <summary>The same request id was used with another name.</summary>
    OtherName,

    /// <summary>The member whom the same request id made is leaving the team just now.</summary>
    Leaving,
}

/// <summary>Answer to an invitation.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Invitation">The invitation; null when nobody was invited.</param>
[GenerateSerializer, Immutable, Alias("ourateams.invite-answer")]
public sealed record InviteAnswer([property: Id(0)] InviteOutcome Outcome, [property: Id(1)] Invitation? Invitation);

/// <summary>What became of adding a member to another team.</summary>
public enum AddMemberOutcome
{
    /// <summary>The member is in the team.</summary>
    Added,

    /// <summary>The team does not exist, or is being deleted.</summary>
    NoTeam,

    /// <summary>The member does not exist.</summary>
    NoMember,
}

/// <summary>How far a deletion has come.</summary>
public enum DeletionProgress
{
    /// <summary>There is nothing to delete.</summary>
    NotFound,

    /// <summary>It is not empty, and was not forced. Nothing was changed.</summary>
    NotEmpty,

    /// <summary>More is to be removed: call again.</summary>
    GoesOn,

    /// <summary>Nothing is left in it.</summary>
    Emptied,
}

/// <summary>A slot of a team that somebody has.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.slot-view")]
public sealed record SlotView
{
    /// <summary>The member.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The connected ring account; null when none is.</summary>
    [Id(1)]
    public required AccountKey? Account { get; init; }

    /// <summary>How the ring account stands, as it said last; null before it said anything.</summary>
    [Id(2)]
    public required AccountSummary? Summary { get; init; }

    /// <summary>Whether this is the first of the member's teams: the fleet lists a ring account there.</summary>
    [Id(3)]
    public required bool IsFirstTeam { get; init; }

    /// <summary>Where the slot is.</summary>
    [Id(4)]
    public required SlotPlace Place { get; init; }
}

/// <summary>A page of a team's slots.</summary>
/// <param name="Slots">The slots.</param>
/// <param name="Next">The place after which the next page begins; null on the last.</param>
[GenerateSerializer, Immutable, Alias("ourateams.slot-page")]
public sealed record SlotPage([property: Id(0)] IReadOnlyList<SlotView> Slots, [property: Id(1)] SlotPlace? Next);

/// <summary>A member of a team and how their ring stands.</summary>
/// <param name="Member">The member.</param>
/// <param name="Summary">How the ring account stands, as it said last; null without one.</param>
[GenerateSerializer, Immutable, Alias("ourateams.listed-member")]
public sealed record ListedMember([property: Id(0)] MemberView Member, [property: Id(1)] AccountSummary? Summary);

/// <summary>A page of a team's members.</summary>
/// <param name="Members">The members.</param>
/// <param name="Next">The place after which the next page begins; null on the last.</param>
[GenerateSerializer, Immutable, Alias("ourateams.member-page")]
public sealed record MemberPage([property: Id(0)] IReadOnlyList<ListedMember> Members, [property: Id(1)] SlotPlace? Next);

/// <summary>A team on one day.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-day-summary")]
public sealed record TeamDaySummary
{
    /// <summary>The day.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Members of the team.</summary>
    [Id(1)]
    public required int Members { get; init; }

    /// <summary>Members with at least one value.</summary>
    [Id(2)]
    public required int Reporting { get; init; }

    /// <summary>Metrics that at least one member has a value for, by number.</summary>
    [Id(3)]
    public required IReadOnlyList<MetricSummary> Metrics { get; init; }

    /// <summary>When it was computed.</summary>
    [Id(4)]
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The team's change count that it includes; see <see cref="ITeamGrain.WaitForChangeAsync"/>.</summary>
    [Id(5)]
    public required long Change { get; init; }

    /// <summary>Members with a ring whose data could not be gathered yet.</summary>
    [Id(6)]
    public required int Missing { get; init; }
}

/// <summary>Aggregate of one metric over a team, in the metric's unit. Percentiles are nearest-rank.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.metric-summary")]
public sealed record MetricSummary
{
    /// <summary>Number of the metric.</summary>
    [Id(0)]
    public required int Metric { get; init; }

    /// <summary>Members with a value.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Arithmetic mean.</summary>
    [Id(2)]
    public required double Mean { get; init; }

    /// <summary>Least value.</summary>
    [Id(3)]
    public required double Minimum { get; init; }

    /// <summary>Greatest value.</summary>
    [Id(4)]
    public required double Maximum { get; init; }

    /// <summary>10th percentile.</summary>
    [Id(5)]
    public required double P10 { get; init; }

    /// <summary>25th percentile.</summary>
    [Id(6)]
    public required double P25 { get; init; }

    /// <summary>Median.</summary>
    [Id(7)]
    public required double P50 { get; init; }

    /// <summary>75th percentile.</summary>
    [Id(8)]
    public required double P75 { get; init; }

    /// <summary>90th percentile.</summary>
    [Id(9)]
    public required double P90 { get; init; }
}

/// <summary>One metric over a team, day by day.</summary>
/// <param name="Days">One entry for each day, in order.</param>
/// <param name="Missing">Members with a ring whose data could not be gathered yet.</param>
[GenerateSerializer, Immutable, Alias("ourateams.team-trend")]
public sealed record TeamTrend([property: Id(0)] IReadOnlyList<TrendDay> Days, [property: Id(1)] int Missing);

/// <summary>One metric over a team on one day of a trend.</summary>
/// <param name="Day">The day.</param>
/// <param name="Summary">Null when no member has a value.</param>
[GenerateSerializer, Immutable, Alias("ourateams.trend-day")]
public sealed record TrendDay([property: Id(0)] DateOnly Day, [property: Id(1)] MetricSummary? Summary);
