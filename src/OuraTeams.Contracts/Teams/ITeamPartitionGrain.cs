using Orleans.Concurrency;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Teams;

/// <summary>
/// Up to 1,024 members of a team; key <see cref="PartitionKey"/>. Stores who has which slot and how their rings stand. The columns
/// of numbers beside the slots are a cache, built from the ring accounts when figures are first asked for.
/// </summary>
[Alias("ourateams.ITeamPartitionGrain")]
public interface ITeamPartitionGrain : IGrainWithStringKey
{
    /// <summary>Takes a member's days. The first message of an incarnation holds all days.</summary>
    /// <returns>False when the member has no slot here, or not with this incarnation: nothing was changed.</returns>
    [Alias("Replace")]
    Task<bool> ReplaceAsync(MemberDays days);

    /// <summary>
    /// Notes how a member's ring account stands. A change of the connection's state is stored at once, everything else within a minute.
    /// What comes from another incarnation than the slot's changes nothing.
    /// </summary>
    [Alias("NoteSummary")]
    Task NoteSummaryAsync(MemberKey member, long incarnation, AccountSummary summary, bool isFirstTeam);

    /// <summary>Takes a member's days out. What comes from an incarnation below this one is refused from now on. The slot stays.</summary>
    [Alias("RemoveDays")]
    Task RemoveDaysAsync(MemberKey member, long incarnation);

    /// <summary>Gives a member a slot, or leaves them the one that they have.</summary>
    /// <returns>False when every slot is taken.</returns>
    [Alias("Add")]
    Task<bool> AddAsync(MemberKey member);

    /// <summary>Frees a member's slot and takes their days out.</summary>
    /// <returns>Whether the member had a slot.</returns>
    [Alias("Free")]
    Task<bool> FreeAsync(MemberKey member);

    /// <summary>Notes which ring account a member has connected.</summary>
    /// <returns>False when the member has no slot here.</returns>
    [Alias("Attach")]
    Task<bool> AttachAsync(MemberKey member, AccountKey account, long incarnation, bool isFirstTeam);

    /// <summary>Notes that a member's ring account is connected no more; does nothing when a later incarnation is.</summary>
    [Alias("Detach")]
    Task DetachAsync(MemberKey member, AccountKey account, long incarnation);

    /// <summary>Reads slots that somebody has, in order.</summary>
    /// <param name="from">Number of the first slot wanted.</param>
    /// <param name="count">Most slots wanted.</param>
    /// <returns>The slots; fewer than wanted when there are no more.</returns>
    [AlwaysInterleave]
    [Alias("List")]
    Task<IReadOnlyList<SlotView>> ListAsync(int from, int count);

    /// <summary>Counts the slots that somebody has.</summary>
    [AlwaysInterleave]
    [Alias("Count")]
    Task<PartitionCounts> CountAsync();

    /// <summary>Removes everything that is stored. To be called when nobody has a slot any more.</summary>
    [Alias("Clear")]
    Task ClearAsync();

    /// <summary>The distributions of every metric on a day.</summary>
    [AlwaysInterleave]
    [Alias("GetDay")]
    Task<DayPart> GetDayAsync(DateOnly day, CancellationToken cancellation);

    /// <summary>The distribution of one metric on each day of a range.</summary>
    [AlwaysInterleave]
    [Alias("GetTrend")]
    Task<TrendPart> GetTrendAsync(int metric, DateOnly first, DateOnly last, CancellationToken cancellation);
}

/// <summary>Days that an account sends to a partition. Repeats and old ones change nothing.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.member-days")]
public sealed record MemberDays
{
    /// <summary>Whose days.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>Incarnation of the ring account.</summary>
    [Id(1)]
    public required long Incarnation { get; init; }

    /// <summary>The days.</summary>
    [Id(2)]
    public required IReadOnlyList<DayRow> Days { get; init; }

    /// <summary>When intake took the oldest event whose data is here; null when no event brought it.</summary>
    [Id(3)]
    public DateTimeOffset? OldestEvent { get; init; }
}

/// <summary>How many slots of a partition somebody has.</summary>
/// <param name="Members">Slots that somebody has.</param>
/// <param name="Connected">Of these, those with a connected ring account.</param>
[GenerateSerializer, Immutable, Alias("ourateams.partition-counts")]
public sealed record PartitionCounts([property: Id(0)] int Members, [property: Id(1)] int Connected);

/// <summary>A partition's share of a day: what merges into the team's aggregates.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.day-part")]
public sealed record DayPart
{
    /// <summary>The day.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Members with at least one value.</summary>
    [Id(1)]
    public required int Reporting { get; init; }

    /// <summary>The metrics that have values.</summary>
    [Id(2)]
    public required IReadOnlyList<MetricHistogramPart> Histograms { get; init; }

    /// <summary>Members of the partition.</summary>
    [Id(3)]
    public int Members { get; init; }

    /// <summary>Members with a ring whose data could not be gathered yet.</summary>
    [Id(4)]
    public int Missing { get; init; }
}

/// <summary>A partition's share of a trend.</summary>
/// <param name="Days">The days that have values.</param>
/// <param name="Missing">Members with a ring whose data could not be gathered yet.</param>
[GenerateSerializer, Immutable, Alias("ourateams.trend-part")]
public sealed record TrendPart([property: Id(0)] IReadOnlyList<DayPart> Days, [property: Id(1)] int Missing);

/// <summary>The distribution of one metric over some members.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.metric-histogram")]
public sealed record MetricHistogramPart
{
    /// <summary>Number of the metric.</summary>
    [Id(0)]
    public required int Metric { get; init; }

    /// <summary>Distinct values, ascending, in steps of the metric's resolution.</summary>
    [Id(1)]
    public required int[] Values { get; init; }

    /// <summary>Members with each value.</summary>
    [Id(2)]
    public required int[] Counts { get; init; }
}
