using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>One ring account. Calls change stored state and return; the worker does what takes time.</summary>
[GrainType(Names.RingAccount)]
internal sealed class RingAccountGrain : Grain, IRingAccountGrain, IDisposable
{
    /// <summary>A pause longer than this is left to the sweep, so that the activation may end meanwhile.</summary>
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(2);

    /// <summary>How long a connected account is left alone at most.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(12);

    private readonly AccountContext _account;
    private readonly CredentialKeeper _keeper;
    private readonly AccountSchedule _schedule;
    private readonly AccountRegistration _registration;
    private readonly AccountBudget _budget;
    private readonly AccountWorker _worker;
    private readonly ILogger _logger;
    private readonly ISuccessorWaker _successors;
    private IGrainTimer _alarm = null!;
    private Task _working = Task.CompletedTask;
    private bool _more;

    public RingAccountGrain(
        [PersistentState(Names.CredentialState, Names.Storage)] IPersistentState<CredentialState> credential,
        [PersistentState("inbox", Names.Storage)] IPersistentState<InboxState> inbox,
        [PersistentState("cache", Names.Storage)] IPersistentState<CacheState> cache,
        [PersistentState("budget", Names.Storage)] IPersistentState<BudgetState> budget,
        [FromKeyedServices(Names.Storage)] IGrainStorage storage,
        IGrainContext context,
        OuraApps apps,
        IOptions<AccountOptions> options,
        IOptions<BudgetOptions> budgets,
        IGrainFactory grains,
        TimeProvider clock,
        ISuccessorWaker successors,
        ILogger<RingAccountGrain> logger)
    {
        _logger = logger;
        _account = new AccountContext
        {
            Key = AccountKey.Parse(context.GrainId.Key.ToString()!),
            Credential = credential,
            OwnCredential = () => new UnboundState<CredentialState>(storage, Names.CredentialState, context.GrainId),
            OwnInbox = () => new UnboundState<InboxState>(storage, "inbox", context.GrainId),
            InboxState = inbox,
            CacheState = cache,
            BudgetState = budget,
            Options = options.Value,
            Grains = grains,
            Clock = clock,
            Logger = logger,
            Deactivate = DeactivateOnIdle,
        };
        _keeper = new CredentialKeeper(_account);
        _successors = successors;
        _schedule = new AccountSchedule(_account);
        _registration = new AccountRegistration(_account, _schedule);
        _budget = new AccountBudget(
            _account.Key,
            budget,
            budgets.Value,
            () => grains.GetGrain<IAppBudgetGrain>(credential.State.App),
            () => _account.WriteAsync(budget),
            clock);
        _worker = new AccountWorker(_account, apps, _keeper, _budget, _schedule, _registration);
    }

    private CredentialState Credential => _account.Credential.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ActiveGrains.Enter(_account);
        _account.Inbox.Disbelieve(_account.Now);
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
        _account.Stop();

        try
        {
            // A pair that Oura has given exists nowhere else until it is written; the process may end with this activation.
            await _keeper.Settled.WaitAsync(cancellationToken);
        }
        finally
        {
            if (Unfinished() is { } due)
            {
                _successors.Wake(_account.Key, due, _account.Failed);
            }
        }
    }

    /// <summary>When somebody must go on with what this activation leaves; null when nothing is left.</summary>
    private DateTimeOffset? Unfinished()
    {
        if (_account.Failed || Credential.Status == ConnectionStatus.Disconnected)
        {
            return _account.Now;
        }

        // Days that the teams were not told yet are work too, whether the member is connected or not.
        return _account.Cache.HasUnsent ? _account.Now
            : Credential.Status == ConnectionStatus.Connected ? _account.Inbox.NextDue()
            : null;
    }

    public void Dispose()
    {
        ActiveGrains.Leave(_account);
        _account.Dispose();
    }

    public async Task<ConnectOutcome> ConnectAsync(ConnectRequest request)
    {
        MemberView? member = await GrainFactory.GetGrain<IMemberGrain>(request.Member.ToString()).GetAsync();
        ConnectOutcome outcome = await _account.ExclusivelyAsync(() => ConnectAsync(request, member));
        if (outcome == ConnectOutcome.Connected)
        {
            AccountLog.Connected(_logger, _account.Name);
        }

        // To read, or to forget what was not connected.
        StartWorker();

        return outcome;
    }

    public async Task<bool> MarkAsync(RingEvent change)
    {
        if (Credential.Member is null || Credential.Status == ConnectionStatus.Disconnected)
        {
            return false;
        }

        // While the member has to connect again, events need no mark: connecting reads the whole history.
        if (Credential.Status == ConnectionStatus.Connected
            && FollowedKinds.FromDataType(change.DataType) is { } kind
            && _schedule.IsGranted(kind))
        {
            await _account.ExclusivelyAsync(async () =>
            {
                _account.Inbox.Mark(kind, change, _account.Now);
                _schedule.Heard();
                await _account.WriteAsync(_account.InboxState);
            });
            StartWorker();
        }

        return true;
    }

    public Task<bool> VerifyAsync() => _account.ExclusivelyAsync(async () =>
    {
        // Every mark and every read writes the inbox, so that it stands for all.
        IPersistentState<InboxState> stored = _account.OwnInbox();
        await stored.ReadStateAsync();
        bool same = stored.Etag == _account.InboxState.Etag;
        if (!same)
        {
            _account.Fail();
        }

        return same;
    });

    public async Task<DateTimeOffset?> CatchUpAsync()
    {
        if (Credential.Member is null)
        {
            await _account.ExclusivelyAsync(async () =>
            {
                // Under the lock: it may be connecting just now.
                if (Credential.Member is null)
                {
                    await _registration.ClearAsync();
                }
            });
        }

        StartWorker();
        return Credential.Member is null ? null : NextDue();
    }

    public async Task<bool> DisconnectAsync()
    {
        if (Credential.Member is null)
        {
            return false;
        }

        await _account.ExclusivelyAsync(async () =>
        {
            if (Credential.Status != ConnectionStatus.Disconnected)
            {
                Credential.Status = ConnectionStatus.Disconnected;
                Credential.Reason = ReconnectReason.None;
                Credential.StatusChange++;
                await _account.WriteAsync(_account.Credential);
            }
        });

        // Gone from what others see before the caller is told so; the rest is the worker's.
        await Task.WhenAll(Credential.Partitions.Select(partition =>
            GrainFactory.GetGrain<ITeamPartitionGrain>(partition.ToString()).RemoveAsync(Credential.Member!.Value)));
        StartWorker();
        return true;
    }

    public Task<AccountSnapshot> GetSnapshotAsync() =>

        // Not while a write is under way: what it writes may not be stored yet.
        _account.ExclusivelyAsync(() => Task.FromResult(new AccountSnapshot
        {
            Member = Credential.Status == ConnectionStatus.Disconnected ? null : Credential.Member,
            Days = _account.Cache.Rows(),
        }));

    public Task<IReadOnlyList<HourRow>> GetHoursAsync(string series) =>
        _account.ExclusivelyAsync(() => Task.FromResult(HeldHours.Rows(_account.CacheState.State, series)));

    public Task<AccountStatus> GetStatusAsync()
    {
        List<InboxMark> marks = _account.InboxState.State.Marks;
        return Task.FromResult(new AccountStatus
        {
            Status = Credential.Status,
            Reason = Credential.Reason,
            ConnectedAt = Credential.ConnectedAt,
            LastSyncedAt = _account.InboxState.State.LastSyncedAt,
            Waiting = marks.Count,
            WaitingLive = marks.Count(mark => mark.DocumentId is not null),
            HistoryLeft = marks.Count(mark => mark is { DocumentId: null, IsReconcile: false, IsSync: false }),
            HistoryAsked = _account.InboxState.State.HistoryAsked,
            Documents = _account.Cache.Documents,
            Budget = _budget.View(),
            NextDue = _account.Inbox.NextDue(),
            Rings = [.. _account.CacheState.State.Rings],
        });
    }

    private async Task<ConnectOutcome> ConnectAsync(ConnectRequest request, MemberView? member)
    {
        if (Credential.Status == ConnectionStatus.Disconnected)
        {
            return ConnectOutcome.StillForgetting;
        }

        if (Credential.Member is { } holder && holder != request.Member)
        {
            return ConnectOutcome.RingTaken;
        }

        if (member is null)
        {
            return ConnectOutcome.MemberHasOtherRing;
        }

        // The sweep first: whatever fails after this line, it finds the account and finishes.
        await GrainFactory.GetGrain<ISweepGrain>(SweepShare.Of(_account.Key)).AddAsync(_account.Key);
        bool readable = request.IsPersonalToken || FollowedKinds.IsReadable(request.Credential.Scopes);
        await _budget.CountAsync(request.Requests);
        Credential.Member = request.Member;
        Credential.App = request.App;
        Credential.Status = readable ? ConnectionStatus.Connected : ConnectionStatus.NeedsReconnect;
        Credential.Reason = readable ? ReconnectReason.None : ReconnectReason.ScopesTooNarrow;
        Credential.ConnectedAt = _account.Now;
        Credential.Credential = request.Credential;
        Credential.IsPersonalToken = request.IsPersonalToken;
        Credential.Generation++;

        // Later than any count of an earlier connection, whose state is forgotten: else this change would pass for an old one.
        Credential.StatusChange = Math.Max(Credential.StatusChange + 1, _account.Now.UtcTicks);
        Credential.Lease = null;
        Credential.Registered = false;
        await _account.WriteAsync(_account.Credential);
        return await _registration.RegisterAsync() ? ConnectOutcome.Connected : ConnectOutcome.MemberHasOtherRing;
    }

    private void StartWorker()
    {
        // A worker that is about to end looks again.
        _more = true;
        if (_working.IsCompleted && !_account.Stopping.IsCancellationRequested)
        {
            _working = WorkAsync();
        }
    }

    private async Task WorkAsync()
    {
        // What is worked off belongs to the traces that the marks keep, not to the call that happened to start the worker.
        System.Diagnostics.Activity.Current = null;
        TimeSpan? pause;
        do
        {
            _more = false;
            try
            {
                pause = await _worker.WorkAsync();
                if (!_more && pause > LongestOwnPause)
                {
                    await GrainFactory.GetGrain<ISweepGrain>(SweepShare.Of(_account.Key)).WakeAtAsync(_account.Key, _account.Now + pause.Value);
                    pause = null;
                }
            }
            catch (OperationCanceledException) when (_account.Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (_account.Stopping.IsCancellationRequested && !_account.Failed)
            {
                // What an activation does after its end fails in many ways. The next one begins again from what is stored.
                AccountLog.WorkerEnded(_logger, error, _account.Name);
                return;
            }
            catch (Exception error)
            {
                // Storage failed, or the cluster did. What is stored is the truth: begin again from it.
                AccountLog.WorkerFailed(_logger, error, _account.Name);
                pause = _account.Options.RetryPause;
                break;
            }
        }
        while (_more);

        if (pause is { } wait && !_account.Stopping.IsCancellationRequested)
        {
            _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private DateTimeOffset NextDue()
    {
        DateTimeOffset next = _account.Now + LongestRest;
        if (Credential.Status == ConnectionStatus.Connected)
        {
            next = Earlier(next, _schedule.NextReconcile);
            next = Earlier(next, _schedule.NextRefresh ?? next);
            next = Earlier(next, _account.Inbox.NextDue() ?? next);
        }

        return Credential.Status == ConnectionStatus.Disconnected ? _account.Now : next;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
