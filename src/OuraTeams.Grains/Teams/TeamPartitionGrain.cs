using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Grains.Teams;

/// <summary>Up to 1,024 members of a team: their slots, which are stored, and the columns of their numbers, which are built when figures are asked for.</summary>
[GrainType(Names.TeamPartition)]
internal sealed class TeamPartitionGrain : Grain, ITeamPartitionGrain, IDisposable
{
    /// <summary>How long what accounts say of themselves may wait to be written.</summary>
    private static readonly TimeSpan WritePause = TimeSpan.FromMinutes(1);

    private readonly IPersistentState<SlotPageState>[] _pages;
    private readonly StateLock _lock;
    private readonly TeamOptions _options;
    private readonly AccountOptions _accounts;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PartitionKey _key;
    private readonly PendingTraces _traces = new();
    private PartitionSlots _slots = null!;
    private PartitionBuild? _build;
    private IGrainTimer _announcement = null!;
    private IGrainTimer _writing = null!;
    private IGrainTimer _gathering = null!;
    private bool _announcing;
    private bool _writeIsDue;

    public TeamPartitionGrain(
        IPersistentStateFactory states,
        IGrainContext context,
        IOptions<TeamOptions> options,
        IOptions<AccountOptions> accounts,
        TimeProvider clock,
        ILogger<TeamPartitionGrain> logger)
    {
        _options = options.Value;
        _accounts = accounts.Value;
        _clock = clock;
        _logger = logger;
        _key = PartitionKey.Parse(context.GrainId.Key.ToString()!);
        _lock = new StateLock(DeactivateOnIdle);
        _pages = [.. Enumerable.Range(0, PartitionSlots.Pages).Select(page => states.Create<SlotPageState>(
            context, new PersistentStateAttribute($"slots-{page.ToString(CultureInfo.InvariantCulture)}", Names.Storage)))];
    }

    public void Dispose() => _lock.Dispose();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _slots = new PartitionSlots(_pages.Select(page => page.State));
        var off = new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true };
        _announcement = this.RegisterGrainTimer(AnnounceAsync, off);
        _writing = this.RegisterGrainTimer(_ => WriteNotedAsync(), off);
        _gathering = this.RegisterGrainTimer(_ => _build is { } build ? build.GatherAsync() : Task.CompletedTask, off);
        Show();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _lock.Stop();
        ActiveGrains.LeavePartition(this);
        if (_announcing)
        {
            // Not waited for: on a silo that stops, the team may be gone too, and with it the answer that it kept.
            TellTeamAsync().Ignore();
        }

        if (!_lock.Failed)
        {
            await _lock.RunToTheEndAsync(WriteAllNotedAsync);
        }
    }

    public Task<bool> ReplaceAsync(MemberDays days)
    {
        if (_slots.Find(days.Member.Member, days.Incarnation) is not { } slot)
        {
            return Task.FromResult(false);
        }

        // Without columns too: the team may keep an answer of an earlier activation, which had them.
        if (_build is null || _build.Figures.Replace(slot, days.Incarnation, days.Days))
        {
            _traces.Add();
            Show();
            Announce();
        }

        if (days.OldestEvent is { } oldest)
        {
            Instruments.Aggregated(_clock.GetUtcNow() - oldest);
        }

        return Task.FromResult(true);
    }

    public Task NoteSummaryAsync(MemberKey member, long incarnation, AccountSummary summary, bool isFirstTeam) => _lock.RunAsync(async () =>
    {
        if (_slots.Describe(member.Member, incarnation, summary, isFirstTeam) is not { } change)
        {
            return;
        }

        if (_slots.IsUrgent(change))
        {
            await WriteAsync(change);
            return;
        }

        _slots.KeepUnwritten(change);
        if (!_writeIsDue)
        {
            _writeIsDue = true;
            _writing.Change(WritePause, Timeout.InfiniteTimeSpan);
        }
    });

    public async Task RemoveDaysAsync(MemberKey member, long incarnation)
    {
        bool changed = false;
        await _lock.RunAsync(async () =>
        {
            if (_slots.Find(member.Member) is not { } slot || _slots[slot].Incarnation > incarnation)
            {
                return;
            }

            await WriteAsync(_slots.Refuse(slot, incarnation));
            changed = RemoveFigures(slot);
        });
        if (changed)
        {
            // Must not wait: no answer after this call may contain the member's values.
            await Team().NoteChangeAsync();
        }
    }

    public Task<bool> AddAsync(MemberKey member) => _lock.RunAsync(async () =>
    {
        if (_slots.Find(member.Member) is not null)
        {
            return true;
        }

        SlotChange? change = _slots.Add(member.Member);
        await WriteAsync(change);
        return change is not null;
    });

    public async Task<bool> FreeAsync(MemberKey member)
    {
        bool freed = await _lock.RunAsync(async () =>
        {
            if (_slots.Free(member.Member) is not { } change)
            {
                return false;
            }

            await WriteAsync(change);
            RemoveFigures(change.Number);
            return true;
        });
        if (freed)
        {
            await Team().NoteFreedAsync(_key.Number);
        }

        return freed;
    }

    public async Task<bool> AttachAsync(MemberKey member, AccountKey account, long incarnation, bool isFirstTeam)
    {
        (bool found, bool changed) = await _lock.RunAsync(async () =>
        {
            if (_slots.Find(member.Member) is not { } slot)
            {
                return (false, false);
            }

            SlotChange? change = _slots.Attach(slot, account.OuraUser, incarnation, isFirstTeam);
            bool isOther = change is { } other && other.Slot.Incarnation != _slots[slot].Incarnation;
            await WriteAsync(change);
            return (true, isOther && RemoveFigures(slot));
        });
        if (changed)
        {
            Announce();
        }

        return found;
    }

    public async Task DetachAsync(MemberKey member, AccountKey account, long incarnation)
    {
        bool changed = false;
        await _lock.RunAsync(async () =>
        {
            if (_slots.Find(member.Member) is { } slot && _slots.Detach(slot, account.OuraUser, incarnation) is { } change)
            {
                await WriteAsync(change);
                changed = RemoveFigures(slot);
            }
        });
        if (changed)
        {
            await Team().NoteChangeAsync();
        }
    }

    public Task<IReadOnlyList<SlotView>> ListAsync(int from, int count) => Task.FromResult<IReadOnlyList<SlotView>>(
        [.. _slots.Used(from).Take(count).Select(used => new SlotView
        {
            Member = Member(used.Slot),
            Account = used.Slot.OuraUser is { } user ? new AccountKey(_key.Organization, user) : null,
            Summary = used.Slot.Summary,
            IsFirstTeam = used.Slot.IsFirstTeam,
            Place = new SlotPlace(_key.Number, used.Number),
        })]);

    public Task<PartitionCounts> CountAsync() => Task.FromResult(new PartitionCounts(_slots.Members, _slots.Connected));

    public Task ClearAsync() => _lock.RunAsync(async () =>
    {
        foreach (IPersistentState<SlotPageState> page in _pages)
        {
            await _lock.ClearAsync(page);
        }

        _lock.End();
    });

    public async Task<DayPart> GetDayAsync(DateOnly day, CancellationToken cancellation)
    {
        PartitionFigures figures = await FiguresAsync(cancellation);
        return figures.Part(day, MetricCatalogue.All.Select(metric => metric.Number), _slots.Members);
    }

    public async Task<TrendPart> GetTrendAsync(int metric, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        PartitionFigures figures = await FiguresAsync(cancellation);
        return new TrendPart(
            [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
                .Select(first.AddDays)
                .Select(day => figures.Part(day, [metric], _slots.Members))
                .Where(part => part.Histograms.Count > 0)],
            figures.Missing.Count);
    }

    /// <summary>Builds the columns at the first call; waits for them for a while, then answers with what there is.</summary>
    private async Task<PartitionFigures> FiguresAsync(CancellationToken cancellation)
    {
        _build ??= new PartitionBuild(_key, _slots, GrainFactory, _options, _clock, _logger, _lock.Stopping)
        {
            Changed = Announce,
            Again = pause => _gathering.Change(pause, Timeout.InfiniteTimeSpan),
            Held = Show,
        };
        await _build.ReadyAsync(cancellation);
        return _build.Figures;
    }

    /// <summary>Takes a slot's numbers out.</summary>
    /// <returns>Whether any figure changed; also when there are no columns, since the team may keep an answer of an earlier activation.</returns>
    private bool RemoveFigures(int slot)
    {
        bool changed = _build is null || _build.Figures.Remove(slot);
        Show();
        return changed;
    }

    private void Show() => ActiveGrains.ShowPartition(this, _build?.Figures.Held ?? 0);

    /// <summary>Writes the page of a change and keeps it. To be called under the lock.</summary>
    private async Task WriteAsync(SlotChange? changed)
    {
        if (changed is { } change)
        {
            int page = PartitionSlots.PageOf(change.Number);
            _slots.Writing(page);
            await _lock.WriteAsync(_pages[page], _slots.PageWith(change));
            _slots.Keep(change);
        }
    }

    private Task WriteNotedAsync()
    {
        _writeIsDue = false;
        return _lock.RunAsync(WriteAllNotedAsync);
    }

    private async Task WriteAllNotedAsync()
    {
        foreach (int page in _slots.Unwritten.ToList())
        {
            _slots.Writing(page);
            await _lock.WriteAsync(_pages[page], _slots.Page(page));
        }
    }

    private void Announce()
    {
        if (!_announcing)
        {
            _announcing = true;
            _announcement.Change(_options.ChangeCadence, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellation)
    {
        _announcing = false;
        using Activity? span = _traces.Start("announce change");
        _build?.Figures.TrimBefore(DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(-_accounts.HistoryDays - 1));
        if (!await TellTeamAsync())
        {
            _traces.Add();
            Announce();
        }
    }

    private async Task<bool> TellTeamAsync()
    {
        try
        {
            await Team().NoteChangeAsync();
            return true;
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            PartitionLog.NotAnnounced(_logger, error, _key.ToString());
            return false;
        }
    }

    private MemberKey Member(Slot slot) => new(_key.Organization, slot.Member!);

    private ITeamGrain Team() => GrainFactory.GetGrain<ITeamGrain>(new TeamKey(_key.Organization, _key.Team).ToString());
}
