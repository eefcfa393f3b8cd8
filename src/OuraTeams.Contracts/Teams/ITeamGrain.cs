using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>A team; key <see cref="TeamKey"/>. Owns the roster and the settings, and is the one gate that aggregates leave by.</summary>
[Alias("ourateams.ITeamGrain")]
public interface ITeamGrain : IGrainWithStringKey
{
    /// <summary>Members that one partition holds at most.</summary>
    const int PartitionCapacity = 1024;

    /// <summary>Creates the team.</summary>
    /// <returns>False when it exists already, with whatever settings.</returns>
    [Alias("Create")]
    Task<bool> CreateAsync(TeamSettings settings);

    /// <summary>The team, or null when it was not created.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<TeamView?> GetAsync();

    /// <summary>Adds a member to the roster.</summary>
    /// <returns>The invitation, or null when the team was not created.</returns>
    [Alias("Invite")]
    Task<Invitation?> InviteAsync(string displayName);

    /// <summary>Reads a page of the roster.</summary>
    /// <param name="start">Index of the first member wanted.</param>
    /// <param name="count">Most members wanted.</param>
    /// <returns>The page, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("ListMembers")]
    Task<RosterPage?> ListMembersAsync(int start, int count);

    /// <summary>Notes that a member's ring is connected.</summary>
    /// <returns>The partition that gets the account's days, or null when the member is not in the roster.</returns>
    [Alias("Attach")]
    Task<PartitionKey?> AttachAsync(MemberKey member, AccountKey account);

    /// <summary>Notes that a member has no connected ring any more.</summary>
    [Alias("Detach")]
    Task DetachAsync(MemberKey member);

    /// <summary>The connected accounts of one partition.</summary>
    [AlwaysInterleave]
    [Alias("GetPartitionRoster")]
    Task<IReadOnlyList<RosterEntry>> GetPartitionRosterAsync(int partition);

    /// <summary>Aggregates every metric for a day.</summary>
    /// <returns>The summary, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("Summarize")]
    Task<TeamDaySummary?> SummarizeAsync(DateOnly day);

    /// <summary>Aggregates one metric for each day of a range.</summary>
    /// <returns>One entry for each day, in order, or null when the team was not created.</returns>
    [AlwaysInterleave]
    [Alias("GetTrend")]
    Task<IReadOnlyList<TrendDay>?> GetTrendAsync(int metric, DateOnly first, DateOnly last);

    /// <summary>Called by partitions: values changed.</summary>
    [AlwaysInterleave]
    [Alias("NoteChange")]
    Task NoteChangeAsync();

    /// <summary>Waits until something changed after a change that the caller has seen, for some seconds at most.</summary>
    /// <param name="seen">Change count of the newest summary that the caller has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The change count now; equal to <paramref name="seen"/> when the wait ended without a change.</returns>
    [AlwaysInterleave]
    [Alias("WaitForChange")]
    Task<long> WaitForChangeAsync(long seen, CancellationToken cancellation);
}
