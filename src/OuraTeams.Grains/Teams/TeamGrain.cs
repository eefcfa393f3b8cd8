using System.Diagnostics;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// A team: the roster, the settings, and the one gate that aggregates leave by. The numbers themselves are in the
/// partitions; what they answer is merged here and kept until something changes.
/// </summary>
[GrainType(Names.Team)]
internal sealed class TeamGrain : Grain, ITeamGrain
{
    private readonly IPersistentState<TeamState> _state;
    private readonly TeamOptions _options;
    private readonly TimeProvider _clock;
    private readonly Dictionary<DateOnly, TeamDaySummary> _summaries = [];
    private readonly PendingTraces _traces = new();
    private TaskCompletionSource _nextChange = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _change;

    public TeamGrain(
        [PersistentState("team", Names.Storage)] IPersistentState<TeamState> state,
        IOptions<TeamOptions> options,
        TimeProvider clock)
    {
        _state = state;
        _options = options.Value;
        _clock = clock;
    }

    private TeamKey Key => TeamKey.Parse(this.GetPrimaryKeyString());

    private int Partitions => _state.State.Roster.Count == 0 ? 0 : _state.State.Roster[^1].Partition + 1;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Later than any count of an earlier activation, so that nobody who waits misses a change.
        _change = _clock.GetUtcNow().UtcTicks;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _nextChange.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task<bool> CreateAsync(TeamSettings settings)
    {
        if (_state.State.Settings is not null)
        {
            return false;
        }

        await _state.ChangeAsync(new TeamState { Settings = settings, Roster = _state.State.Roster }, this);
        return true;
    }

    public Task<TeamView?> GetAsync() => Task.FromResult(_state.State.Settings is not { } settings ? null : new TeamView
    {
        Settings = settings,
        Members = _state.State.Roster.Count,
        Connected = _state.State.Roster.Count(entry => entry.Account is not null),
    });

    public async Task<Invitation?> InviteAsync(string displayName)
    {
        if (_state.State.Settings is null)
        {
            return null;
        }

        var member = new MemberKey(Key.Organization, Guid.CreateVersion7(_clock.GetUtcNow()).ToString());
        Invitation invitation = await GrainFactory.GetGrain<IMemberGrain>(member.ToString()).InviteAsync(displayName, Key);
        int partition = _state.State.Roster.Count / ITeamGrain.PartitionCapacity;
        await _state.ChangeAsync(_state.State with { Roster = [.. _state.State.Roster, new RosterEntry { Member = member, Partition = partition }] }, this);
        Changed();
        return invitation;
    }

    public async Task<RosterPage?> ListMembersAsync(int start, int count)
    {
        if (_state.State.Settings is null)
        {
            return null;
        }

        List<RosterEntry> roster = _state.State.Roster;
        MemberView?[] members = await Task.WhenAll(roster.Skip(start).Take(count).Select(entry =>
            GrainFactory.GetGrain<IMemberGrain>(entry.Member.ToString()).GetAsync()));
        return new RosterPage { Members = [.. members.OfType<MemberView>()], Next = start + count < roster.Count ? start + count : null };
    }

    public async Task<PartitionKey?> AttachAsync(MemberKey member, AccountKey account)
    {
        int index = _state.State.Roster.FindIndex(entry => entry.Member == member);
        if (index < 0)
        {
            return null;
        }

        RosterEntry entry = _state.State.Roster[index];
        if (entry.Account != account)
        {
            List<RosterEntry> roster = [.. _state.State.Roster];
            roster[index] = entry with { Account = account };
            await _state.ChangeAsync(_state.State with { Roster = roster }, this);
            Changed();
        }

        return new PartitionKey(Key.Organization, Key.Team, entry.Partition);
    }

    public async Task DetachAsync(MemberKey member)
    {
        int index = _state.State.Roster.FindIndex(entry => entry.Member == member);
        if (index >= 0 && _state.State.Roster[index].Account is not null)
        {
            List<RosterEntry> roster = [.. _state.State.Roster];
            roster[index] = roster[index] with { Account = null };
            await _state.ChangeAsync(_state.State with { Roster = roster }, this);
            Changed();
        }
    }

    public Task<IReadOnlyList<RosterEntry>> GetPartitionRosterAsync(int partition) =>
        Task.FromResult<IReadOnlyList<RosterEntry>>(
            [.. _state.State.Roster.Where(entry => entry.Partition == partition && entry.Account is not null)]);

    public async Task<TeamDaySummary?> SummarizeAsync(DateOnly day)
    {
        if (_state.State.Settings is null)
        {
            return null;
        }

        if (_summaries.TryGetValue(day, out TeamDaySummary? known))
        {
            return known;
        }

        long change = _change;
        using Activity? span = _traces.Start("summarize day");
        DayPart[] parts = await Task.WhenAll(Enumerable.Range(0, Partitions).Select(number => Partition(number).GetDayAsync(day)));
        var summary = new TeamDaySummary
        {
            Day = day,
            Members = _state.State.Roster.Count,
            Reporting = parts.Sum(part => part.Reporting),
            Metrics = AggregateMerge.Summaries(parts),
            ComputedAt = _clock.GetUtcNow(),
            Change = change,
        };
        if (change == _change)
        {
            _summaries[day] = summary;
        }

        return summary;
    }

    public async Task<IReadOnlyList<TrendDay>?> GetTrendAsync(int metric, DateOnly first, DateOnly last)
    {
        if (_state.State.Settings is null)
        {
            return null;
        }

        IReadOnlyList<DayPart>[] parts =
            await Task.WhenAll(Enumerable.Range(0, Partitions).Select(number => Partition(number).GetTrendAsync(metric, first, last)));
        ILookup<DateOnly, DayPart> byDay = parts.SelectMany(part => part).ToLookup(part => part.Day);
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day => new TrendDay
        {
            Day = day,
            Summary = AggregateMerge.Summaries(byDay[day]) is [var summary, ..] ? summary : null,
        })];
    }

    public Task NoteChangeAsync()
    {
        _traces.Add();
        Changed();
        return Task.CompletedTask;
    }

    public async Task<long> WaitForChangeAsync(long seen, CancellationToken cancellation)
    {
        if (_change == seen)
        {
            try
            {
                await _nextChange.Task.WaitAsync(_options.LongestWait, _clock, cancellation);
            }
            catch (TimeoutException)
            {
                // Nothing changed in time; the caller asks again.
            }
        }

        return _change;
    }

    private ITeamPartitionGrain Partition(int number) =>
        GrainFactory.GetGrain<ITeamPartitionGrain>(new PartitionKey(Key.Organization, Key.Team, number).ToString());

    private void Changed()
    {
        _change++;
        _summaries.Clear();
        TaskCompletionSource waiting = _nextChange;
        _nextChange = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }
}
