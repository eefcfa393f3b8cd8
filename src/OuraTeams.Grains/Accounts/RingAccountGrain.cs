using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Budget;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Accounts.Steps;
using OuraTeams.Grains.Budgets;
using OuraTeams.Grains.Kinds;
using OuraTeams.Grains.Recovery;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Apps;

namespace OuraTeams.Grains.Accounts;

/// <summary>One ring account. Calls change stored state and return; the worker does what takes time.</summary>
[GrainType(Names.RingAccount)]
internal sealed class RingAccountGrain : Grain, IRingAccountGrain, IDisposable
{
    private const string InboxStateName = "inbox";

    /// <summary>A pause longer than this is left to the scheduler, so that the activation may end meanwhile.</summary>
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(2);

    /// <summary>How long a connected account is left alone at most.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(12);

    /// <summary>How long a member who connects waits until an earlier connection is forgotten.</summary>
    private static readonly TimeSpan LongestForgetting = TimeSpan.FromSeconds(15);

    private readonly AccountKey _key;
    private readonly StateLock _states;
    private readonly AccountConnection _connection;
    private readonly AccountInbox _inbox;
    private readonly AccountCache _cache;
    private readonly AccountBudget _budget;
    private readonly RegisterStep _register;
    private readonly ForgetStep _forget;
    private readonly RefreshStep _refresh;
    private readonly AccountWorker _worker;
    private readonly AccountOptions _options;
    private readonly ISuccessorWaker _successors;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private IGrainTimer _alarm = null!;
    private Task _working = Task.CompletedTask;
    private bool _more;

    public RingAccountGrain(
        [PersistentState(Names.ConnectionState, Names.Storage)] IPersistentState<ConnectionState> connection,
        [PersistentState(InboxStateName, Names.Storage)] IPersistentState<InboxState> inbox,
        [PersistentState("cache", Names.Storage)] IPersistentState<CacheState> cache,
        [PersistentState("budget", Names.Storage)] IPersistentState<BudgetState> budget,
        [FromKeyedServices(Names.Storage)] IGrainStorage storage,
        IGrainContext context,
        OuraApps apps,
        IOptions<AccountOptions> options,
        IOptions<BudgetOptions> budgets,
        ISuccessorWaker successors,
        IGrainFactory grains,
        TimeProvider clock,
        ILogger<RingAccountGrain> logger)
    {
        (_options, _successors, _clock, _logger) = (options.Value, successors, clock, logger);
        _key = AccountKey.Parse(context.GrainId.Key.ToString()!);
        _states = new StateLock(DeactivateOnIdle, Show);
        _connection = new AccountConnection(connection, () => new DetachedState<ConnectionState>(storage, Names.ConnectionState, context.GrainId), _states);
        _inbox = new AccountInbox(inbox, () => new DetachedState<InboxState>(storage, InboxStateName, context.GrainId), _options, _states);
        _cache = new AccountCache(cache, _states);
        _budget = new AccountBudget(_key, budget, budgets.Value, () => grains.GetGrain<IAppBudgetGrain>(_connection.State.App), _states, clock);

        double share = SchedulerShare.Fraction(_key);
        var schedule = new ReadingSchedule(_options, share);
        var token = new TokenHealth();
        var unsent = new UnsentDays();
        _register = new RegisterStep(_key, _connection, _inbox, _cache, schedule, _states, grains, _options, clock);
        _forget = new ForgetStep(_key, _connection, _inbox, _cache, _budget, _states, grains, _options, clock, logger);
        _refresh = new RefreshStep(_key, _connection, token, apps, _states, _options, share, clock, logger);
        _worker = new AccountWorker(
            _key,
            [
                _register,
                new AnnounceStep(_key, _connection, grains, _options, clock),
                _forget,
                new SendStep(_key, _connection, _cache, unsent, _states, grains, _options, clock, logger),
                new ReportStep(_connection, _inbox, _cache, grains, _options, clock),
                _refresh,
                new ReconcileStep(_connection, _inbox, schedule, _options, clock),
                new FetchStep(_key, _connection, _inbox, _cache, _budget, token, unsent, apps, _states, _options, clock, logger),
            ],
            _states,
            clock,
            logger);
    }

    private ConnectionState Connection => _connection.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ActiveGrains.EnterAccount(this, Connection.Status, _inbox.State.Marks.Count);
        _inbox.ClampFutureMarks(_clock.GetUtcNow());
        _alarm = this.RegisterGrainTimer(
            static (grain, _) =>
            {
                grain.StartWorker();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        StartWorker();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _states.Stop();

        try
        {
            // A pair that Oura has issued exists nowhere else until it is written, and the process may end with this activation.
            await _refresh.Settled.WaitAsync(cancellationToken);
        }
        finally
        {
            DateTimeOffset now = _clock.GetUtcNow();

            // After a failed write memory can't be trusted, so the successor is woken at once. The scheduler knows of work that is due later.
            if (_states.Failed || _worker.NextDue <= now + LongestOwnPause)
            {
                _successors.Wake(_key, _states.Failed ? now : _worker.NextDue!.Value, _states.Failed);
            }
        }
    }

    public void Dispose()
    {
        ActiveGrains.LeaveAccount(this);
        _states.Dispose();
    }

    public async Task<ConnectOutcome> ConnectAsync(ConnectRequest request)
    {
        await ForgetFirstAsync();
        if (ConnectionRules.RefusalOf(Connection, request) is { } refusal)
        {
            return refusal;
        }

        // The scheduler is told first: whatever fails after this line, it wakes the account, which then goes on.
        await GrainFactory.GetGrain<ISchedulerGrain>(SchedulerShare.Of(_key)).AddAsync(_key);
        await _budget.CountAsync(request.Requests);
        await _connection.ChangeAsync(state => ConnectionRules.Connect(state, request, _clock.GetUtcNow()));
        bool registered = await _register.RegisterAsync();
        if (registered)
        {
            AccountLog.Connected(_logger, _key.ToString());
        }

        // The worker reads, or clears what was not connected.
        StartWorker();
        return registered ? ConnectOutcome.Connected : ConnectOutcome.MemberHasOtherRing;
    }

    public async Task<bool> MarkAsync(RingEvent change)
    {
        if (!Connection.IsHeld)
        {
            return false;
        }

        // While the member has to connect again, events need no mark: connecting reads the whole history.
        if (Connection.Status == ConnectionStatus.Connected
            && FollowedKinds.FromDataType(change.DataType) is { } kind
            && Consent.Allows(Connection, kind))
        {
            await _inbox.ChangeAsync(draft =>
            {
                draft.Mark(kind, change, _clock.GetUtcNow());
                ReadingSchedule.NoteEvent(draft, _clock.GetUtcNow());
            });
            StartWorker();
        }

        return true;
    }

    public Task<bool> VerifyAsync() => _inbox.VerifyAsync();

    public async Task<DateTimeOffset?> CatchUpAsync()
    {
        if (Connection.Member is null)
        {
            await _forget.ClearUnconnectedAsync();
        }

        StartWorker();
        if (Connection.Member is null)
        {
            return null;
        }

        DateTimeOffset latest = _clock.GetUtcNow() + LongestRest;
        return _worker.NextDue is { } due && due < latest ? due : latest;
    }

    public async Task<bool> DisconnectAsync()
    {
        if (Connection.Member is null)
        {
            return false;
        }

        await _connection.ChangeAsync(state => ConnectionRules.Disconnect(state, Guid.NewGuid()));

        // The member's days leave the teams' figures before the caller gets the answer. The worker does the rest.
        await _forget.RemoveDaysAsync();
        StartWorker();
        return true;
    }

    public async Task TeamsChangedAsync()
    {
        await _connection.ChangeAsync(ConnectionRules.RegisterAgain);
        StartWorker();
    }

    public Task<AccountSnapshot> GetSnapshotAsync(long incarnation) =>

        // Under the lock: during a write memory may hold what is not stored yet.
        _states.RunAsync(() =>
        {
            if (Connection is { IsHeld: true, Registered: true } && Connection.Incarnation < incarnation)
            {
                // The team knows a later incarnation: the state of this activation is out of date.
                _states.Fail();
                throw new InvalidOperationException($"Ring account {_key}: incarnation {Connection.Incarnation} is older than {incarnation}, which the team knows. The account reads its state anew; ask again.");
            }

            return Task.FromResult(new AccountSnapshot
            {
                Member = Connection.IsHeld ? Connection.Member : null,
                Incarnation = Connection.Incarnation,
                Days = _cache.Rules.Rows(),
            });
        });

    public Task<IReadOnlyList<HourRow>> GetHoursAsync(string series) =>
        _states.RunAsync(() => Task.FromResult(HeldHours.Rows(_cache.State, series)));

    public Task<AccountStatus> GetStatusAsync() => Task.FromResult(new AccountStatus
    {
        Summary = AccountReport.Of(Connection, _inbox, _cache.State),
        Budget = _budget.View(),
        Unusable = [.. _inbox.State.Unusable],
    });

    /// <summary>Waits until an earlier connection that was ended is forgotten. That needs nobody but grains of ours.</summary>
    /// <exception cref="TimeoutException">One of them does not answer.</exception>
    private async Task ForgetFirstAsync()
    {
        if (Connection.Status == ConnectionStatus.Disconnected)
        {
            StartWorker();
            await _working.WaitAsync(LongestForgetting, _clock);
        }

        if (Connection.Status == ConnectionStatus.Disconnected)
        {
            throw new TimeoutException($"Ring account {_key}: an earlier connection could not be forgotten yet.");
        }
    }

    private void StartWorker()
    {
        // The worker checks this flag before it ends.
        _more = true;
        if (_working.IsCompleted && !_states.Stopping.IsCancellationRequested)
        {
            _working = WorkAsync();
        }
    }

    private async Task WorkAsync()
    {
        // The work belongs to the traces that are kept with the marks, not to the call that started the worker.
        System.Diagnostics.Activity.Current = null;
        try
        {
            while (_more)
            {
                _more = false;
                await _worker.WorkAsync();
            }

            _cache.Rest();
            await RestAsync();
        }
        catch (OperationCanceledException) when (_states.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception error) when (_states.Stopping.IsCancellationRequested && !_states.Failed)
        {
            // After its end an activation can't use the runtime any more. The next one starts from what is stored.
            AccountLog.WorkerEnded(_logger, error, _key.ToString());
        }
        catch (Exception error)
        {
            AccountLog.WorkerFailed(_logger, error, _key.ToString());
            Wait(_options.RetryPause);
        }
    }

    /// <summary>Has the next step called when it is due: by the alarm, or by the scheduler where that is long away.</summary>
    private async Task RestAsync()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_worker.NextDue is not { } due)
        {
            return;
        }

        if (due - now <= LongestOwnPause)
        {
            Wait(due - now);
        }
        else
        {
            await GrainFactory.GetGrain<ISchedulerGrain>(SchedulerShare.Of(_key)).WakeAtAsync(_key, due);
        }
    }

    private void Wait(TimeSpan pause)
    {
        if (!_states.Stopping.IsCancellationRequested)
        {
            _alarm.Change(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void Show() => ActiveGrains.ShowAccount(this, Connection.Status, _inbox.State.Marks.Count);
}
