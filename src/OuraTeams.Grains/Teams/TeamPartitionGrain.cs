using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Metrics;

namespace OuraTeams.Grains;

/// <summary>Up to 1,024 members of a team as columns. Stores nothing: it asks its accounts for everything when it activates.</summary>
[GrainType(Names.TeamPartition)]
internal sealed class TeamPartitionGrain(
    IOptions<TeamOptions> options, IOptions<AccountOptions> accounts, TimeProvider clock, ILogger<TeamPartitionGrain> logger)
    : Grain, ITeamPartitionGrain
{
    /// <summary>Accounts asked at once while the columns are built.</summary>
    private const int BuildParallelism = 32;

    /// <summary>After how long accounts are asked again that could not answer.</summary>
    private static readonly TimeSpan GatherPause = TimeSpan.FromSeconds(30);

    /// <summary>How long an account may take to answer; then it is asked again later.</summary>
    private static readonly TimeSpan AccountTimeout = TimeSpan.FromSeconds(5);

    private readonly MovingWindow _window = new(BuildParallelism, AccountTimeout, clock);
    private readonly PartitionColumns _columns = new(ITeamGrain.PartitionCapacity);
    private readonly Dictionary<MemberKey, int> _slots = [];

    /// <summary>The latest incarnation of each member's account that this partition was told of.</summary>
    private readonly Dictionary<MemberKey, long> _incarnations = [];
    private readonly PendingTraces _traces = new();
    private IReadOnlyList<RosterEntry> _missing = [];
    private IGrainTimer? _announcement;
    private bool _announcing;

    private PartitionKey Key => PartitionKey.Parse(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _announcement = this.RegisterGrainTimer(
            AnnounceAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        long began = clock.GetTimestamp();
        IReadOnlyList<RosterEntry> roster = await Team().GetPartitionRosterAsync(Key.Number);
        IReadOnlyList<RosterEntry> missing = await GatherAsync(roster);
        if (missing.Count > 0)
        {
            this.RegisterGrainTimer(GatherMissingAsync, new GrainTimerCreationOptions(GatherPause, GatherPause) { Interleave = true });
            _missing = missing;
        }

        PartitionLog.Built(logger, this.GetPrimaryKeyString(), roster.Count);
        Instruments.Built(clock.GetElapsedTime(began));
        ActiveGrains.ShowPartition(this, _slots.Count);
    }

    /// <summary>Asks accounts for their days. Each answer is applied as it comes, against what the partition knows by then.</summary>
    /// <returns>Those that could not answer: one that is broken must not keep a team from its figures.</returns>
    private async Task<IReadOnlyList<RosterEntry>> GatherAsync(IReadOnlyList<RosterEntry> roster)
    {
        var missing = new List<RosterEntry>();
        await _window.AskAsync(
            roster,
            entry => GrainFactory.GetGrain<IRingAccountGrain>(entry.Account!.Value.ToString()).GetSnapshotAsync(_incarnations.GetValueOrDefault(entry.Member)),
            (entry, snapshot) =>
            {
                if (snapshot.Member == entry.Member)
                {
                    Replace(entry.Member, snapshot.Incarnation, snapshot.Days);
                }
            },
            (entry, error) =>
            {
                PartitionLog.NotGathered(logger, error, this.GetPrimaryKeyString(), entry.Account!.Value.ToString());
                missing.Add(entry);
            });
        return missing;
    }

    private async Task GatherMissingAsync(CancellationToken cancellation)
    {
        if (_missing.Count > 0)
        {
            int before = _missing.Count;
            _missing = await GatherAsync(_missing);
            if (_missing.Count < before)
            {
                Announce();
            }
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ActiveGrains.LeavePartition(this);
        return Task.CompletedTask;
    }

    public Task<bool> ReplaceAsync(MemberDays days)
    {
        if (IsOutdated(days.Member, days.Incarnation))
        {
            return Task.FromResult(false);
        }

        if (Replace(days.Member, days.Incarnation, days.Days))
        {
            _traces.Add();
            Announce();
        }

        if (days.OldestEvent is { } oldest)
        {
            Instruments.Aggregated(clock.GetUtcNow() - oldest);
        }

        return Task.FromResult(true);
    }

    public async Task RemoveDaysAsync(MemberKey member, long incarnation)
    {
        if (IsOutdated(member, incarnation))
        {
            return;
        }

        // The place stays theirs. An answer that is still on its way, from before, is refused when it comes.
        _incarnations[member] = incarnation;
        if (_slots.TryGetValue(member, out int slot) && _columns.RemoveMember(slot))
        {
            // No waiting here: nobody may see the member's part in an answer that comes after this call.
            await Team().NoteChangeAsync();
        }
    }

    private bool IsOutdated(MemberKey member, long incarnation) => incarnation < _incarnations.GetValueOrDefault(member);

    public Task<DayPart> GetDayAsync(DateOnly day) =>
        Task.FromResult(Part(day, MetricCatalogue.All.Select(metric => metric.Number)));

    public Task<IReadOnlyList<DayPart>> GetTrendAsync(int metric, DateOnly first, DateOnly last) =>
        Task.FromResult<IReadOnlyList<DayPart>>([.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
            .Select(first.AddDays)
            .Select(day => Part(day, [metric]))
            .Where(part => part.Histograms.Count > 0)]);

    private DayPart Part(DateOnly day, IEnumerable<int> metrics) => new()
    {
        Day = day,
        Reporting = _columns.MembersWithData(day),
        Histograms = [.. metrics
            .Select(metric => (Metric: metric, Histogram: _columns.Histogram(metric, day)))
            .Where(pair => pair.Histogram.Count > 0)
            .Select(pair => AggregateMerge.Part(pair.Metric, pair.Histogram))],
    };

    private bool Replace(MemberKey member, long incarnation, IReadOnlyList<DayRow> days)
    {
        if (IsOutdated(member, incarnation))
        {
            return false;
        }

        if (!_slots.TryGetValue(member, out int slot))
        {
            slot = _slots.Count;
            _slots.Add(member, slot);
            ActiveGrains.ShowPartition(this, _slots.Count);
        }

        // The first message of an incarnation holds all days: what an earlier one left is gone with it.
        bool changed = incarnation > _incarnations.GetValueOrDefault(member) && _columns.RemoveMember(slot);
        _incarnations[member] = incarnation;
        int[] row = new int[MetricCatalogue.All.Count];
        foreach (DayRow day in days)
        {
            // An account of another release may know more metrics, or fewer.
            row.AsSpan().Fill(MetricValue.Missing);
            day.Units.AsSpan(0, Math.Min(day.Units.Length, row.Length)).CopyTo(row);
            changed |= _columns.Replace(slot, day.Day, day.Version, row);
        }

        return changed;
    }

    private void Announce()
    {
        if (!_announcing)
        {
            _announcing = true;
            _announcement!.Change(options.Value.ChangeCadence, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        _announcing = false;
        using Activity? span = _traces.Start("announce change");
        _columns.TrimBefore(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-accounts.Value.HistoryDays - 1));
        try
        {
            await Team().NoteChangeAsync();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            _traces.Add();
            PartitionLog.NotAnnounced(logger, error, this.GetPrimaryKeyString());
            Announce();
        }
    }

    private ITeamGrain Team() => GrainFactory.GetGrain<ITeamGrain>(new TeamKey(Key.Organization, Key.Team).ToString());
}
