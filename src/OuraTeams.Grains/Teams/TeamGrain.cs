using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Calls;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Teams;

/// <summary>
/// A team: the settings, the list of partitions, and the one gate that aggregates leave by. The members and the numbers are in the
/// partitions; what they answer is merged here and kept until something changes.
/// </summary>
[GrainType(Names.Team)]
internal sealed class TeamGrain : Grain, ITeamGrain, IDisposable
{
    /// <summary>Days whose summaries are kept.</summary>
    private const int MostSummaries = 100;

    private readonly IPersistentState<TeamState> _state;
    private readonly StateLock _lock;
    private readonly TeamOptions _options;
    private readonly TimeProvider _clock;
    private readonly TeamKey _key;
    private readonly TeamRoster _roster;
    private readonly RecentAnswers<DateOnly, TeamDaySummary> _summaries = new(MostSummaries);
    private readonly SharedCalls<(DateOnly Day, long Change), TeamDaySummary> _summarizing = new();
    private readonly SharedCalls<(int Metric, DateOnly First, DateOnly Last, long Change), TeamTrend> _trends = new();
    private readonly PendingTraces _traces = new();
    private readonly LongPoll _changes = new();
    private long _change;

    public TeamGrain(
        [PersistentState("team", Names.Storage)] IPersistentState<TeamState> state,
        IGrainContext context,
        IGrainFactory grains,
        IOptions<TeamOptions> options,
        TimeProvider clock,
        ILogger<TeamGrain> logger)
    {
        _state = state;
        _options = options.Value;
        _clock = clock;
        _key = TeamKey.Parse(context.GrainId.Key.ToString()!);
        _lock = new StateLock(DeactivateOnIdle);
        _roster = new TeamRoster(_key, grains, _options, clock, logger);
    }

    private IEnumerable<ITeamPartitionGrain> Partitions => Enumerable.Range(0, _state.State.Partitions).Select(_roster.Partition);

    public void Dispose() => _lock.Dispose();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Starts above every count of an earlier activation, so that nobody who waits misses a change.
        _change = _clock.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _changes.Wake();
        return Task.CompletedTask;
    }

    public Task<bool> CreateAsync(TeamSettings settings) => _lock.RunAsync(async () =>
    {
        if (_state.State.Settings is not null)
        {
            return false;
        }

        await _lock.WriteAsync(_state, new TeamState { Settings = settings });
        return true;
    });

    public Task<TeamSettings?> GetSettingsAsync() => Task.FromResult(_state.State.Settings);

    public async Task<TeamView?> GetAsync(CancellationToken cancellation)
    {
        if (_state.State.Settings is not { } settings)
        {
            return null;
        }

        PartitionCounts counts = await CountAsync().WaitAsync(cancellation);
        return new TeamView { Settings = settings, Members = counts.Members, Connected = counts.Connected };
    }

    public Task<TeamSettings?> UpdateAsync(TeamChange change) => _lock.RunAsync(async () =>
    {
        if (_state.State.Settings is not { } settings)
        {
            return null;
        }

        TeamSettings changed = settings with { DisplayName = change.DisplayName ?? settings.DisplayName, TimeZone = change.TimeZone ?? settings.TimeZone };
        if (changed != settings)
        {
            await _lock.WriteAsync(_state, _state.State with { Settings = changed });
            Changed();
        }

        return changed;
    });

    public async Task<InviteAnswer> InviteAsync(string displayName, string? requestId)
    {
        if (_state.State is not { Settings: not null, IsBeingDeleted: false })
        {
            return new InviteAnswer(InviteOutcome.NoTeam, null);
        }

        InviteAnswer answer = await _roster.InviteAsync(displayName, requestId, () => _state.State.Partitions, AddPartitionAsync);
        Changed();
        return answer;
    }

    public async Task<AddMemberOutcome> AddAsync(MemberKey member)
    {
        if (_state.State is not { Settings: not null, IsBeingDeleted: false })
        {
            return AddMemberOutcome.NoTeam;
        }

        bool added = await _roster.AddAsync(member, () => _state.State.Partitions, AddPartitionAsync);
        Changed();
        return added ? AddMemberOutcome.Added : AddMemberOutcome.NoMember;
    }

    public async Task<bool> FreeAsync(MemberKey member)
    {
        bool[] freed = await Task.WhenAll(Partitions.Select(partition => partition.FreeAsync(member)));
        return freed.Any(any => any);
    }

    public async Task<MemberPage?> ListMembersAsync(SlotPlace? after, int count, CancellationToken cancellation) =>
        await ListSlotsAsync(after, count, cancellation) is not { } page
            ? null
            : new MemberPage(await _roster.NameAsync(page.Slots, cancellation), page.Next);

    public async Task<SlotPage?> ListSlotsAsync(SlotPlace? after, int count, CancellationToken cancellation) =>
        _state.State.Settings is null ? null : await _roster.ListAsync(after, count, _state.State.Partitions, cancellation);

    public async Task<DeletionProgress> EmptyAsync(bool force, CancellationToken cancellation)
    {
        if (_state.State.Settings is null)
        {
            return DeletionProgress.NotFound;
        }

        if (!force && (await CountAsync()).Members > 0)
        {
            return DeletionProgress.NotEmpty;
        }

        if (!_state.State.IsBeingDeleted)
        {
            await ChangeAsync(_state.State with { IsBeingDeleted = true });
        }

        if (!await _roster.RemoveAllAsync(_state.State.Partitions, cancellation))
        {
            return DeletionProgress.GoesOn;
        }

        foreach (ITeamPartitionGrain partition in Partitions)
        {
            await partition.ClearAsync();
        }

        await ChangeAsync(_state.State with { Partitions = 0 });
        return DeletionProgress.Emptied;
    }

    public Task<bool> ClearAsync() => _lock.RunAsync(async () =>
    {
        if (_state.State is not { IsBeingDeleted: true, Partitions: 0 })
        {
            return _state.State.Settings is null;
        }

        await _lock.ClearAsync(_state);
        _lock.End();
        return true;
    });

    // An answer is kept for no longer than a watcher waits: a partition whose silo dies before it tells of a change never tells.
    public async Task<TeamDaySummary?> SummarizeAsync(DateOnly day, CancellationToken cancellation) =>
        _state.State.Settings is null ? null
        : _summaries.TryGet(day, out TeamDaySummary? known) && _clock.GetUtcNow() - known.ComputedAt < _options.LongestWait ? known
        : await _summarizing.AskAsync((day, _change), () => SummarizeAsync(day), cancellation);

    public async Task<TeamTrend?> GetTrendAsync(int metric, DateOnly first, DateOnly last, CancellationToken cancellation) =>
        _state.State.Settings is null
            ? null
            : await _trends.AskAsync((metric, first, last, _change), () => ComputeTrendAsync(metric, first, last), cancellation);

    public Task NoteChangeAsync()
    {
        _traces.Add();
        Changed();
        return Task.CompletedTask;
    }

    public Task NoteFreedAsync(int partition)
    {
        _roster.NoteFreed(partition);
        Changed();
        return Task.CompletedTask;
    }

    public async Task<long> WaitForChangeAsync(long seen, CancellationToken cancellation)
    {
        if (_change == seen)
        {
            await _changes.WaitAsync(_options.LongestWait, _clock, cancellation);
        }

        return _change;
    }

    private async Task<TeamDaySummary> SummarizeAsync(DateOnly day)
    {
        long change = _change;
        using Activity? span = _traces.Start("summarize day");
        DayPart[] parts = await Task.WhenAll(Partitions.Select(partition => partition.GetDayAsync(day, _lock.Stopping)));
        var summary = new TeamDaySummary
        {
            Day = day,
            Members = parts.Sum(part => part.Members),
            Reporting = parts.Sum(part => part.Reporting),
            Metrics = AggregateMerge.Summaries(parts),
            ComputedAt = _clock.GetUtcNow(),
            Change = change,
            Missing = parts.Sum(part => part.Missing),
        };
        if (change == _change)
        {
            _summaries.Keep(day, summary);
        }

        return summary;
    }

    private async Task<TeamTrend> ComputeTrendAsync(int metric, DateOnly first, DateOnly last)
    {
        TrendPart[] parts = await Task.WhenAll(Partitions.Select(partition => partition.GetTrendAsync(metric, first, last, _lock.Stopping)));
        ILookup<DateOnly, DayPart> byDay = parts.SelectMany(part => part.Days).ToLookup(part => part.Day);
        return new TeamTrend(
            [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day =>
                new TrendDay(day, AggregateMerge.Summaries(byDay[day]) is [var summary, ..] ? summary : null))],
            parts.Sum(part => part.Missing));
    }

    private async Task<PartitionCounts> CountAsync()
    {
        PartitionCounts[] counts = await Task.WhenAll(Partitions.Select(partition => partition.CountAsync()));
        return new PartitionCounts(counts.Sum(part => part.Members), counts.Sum(part => part.Connected));
    }

    private Task AddPartitionAsync() => ChangeAsync(_state.State with { Partitions = _state.State.Partitions + 1 });

    private Task ChangeAsync(TeamState candidate) => _lock.RunAsync(() => _lock.WriteAsync(_state, candidate));

    private void Changed()
    {
        _change++;
        _summaries.Clear();
        _changes.Wake();
    }
}
