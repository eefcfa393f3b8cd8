using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// One ring account. Events become stored marks and return at once; a worker, one at a time and outside of the grain's
/// turns, takes marks, asks Oura, stores what it learnt and sends changed days to the teams. Marks are cleared only after
/// what they asked for is stored, so a crash at any point leaves work to repeat and nothing to miss.
/// </summary>
[GrainType(Names.RingAccount)]
internal sealed class RingAccountGrain : Grain, IRingAccountGrain, IDisposable
{
    private readonly IPersistentState<CredentialState> _credential;
    private readonly IPersistentState<InboxState> _inboxState;
    private readonly IPersistentState<CacheState> _cacheState;
    private readonly OuraApps _apps;
    private readonly AccountOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<RingAccountGrain> _logger;
    private readonly SemaphoreSlim _exclusive = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private CredentialKeeper _keeper = null!;
    private Inbox _inbox = null!;
    private MetricCache _cache = null!;
    private IGrainTimer _alarm = null!;
    private Task _worker = Task.CompletedTask;
    private DateTimeOffset? _oldestUnsentEvent;

    public RingAccountGrain(
        [PersistentState(Names.CredentialState, Names.Storage)] IPersistentState<CredentialState> credential,
        [PersistentState("inbox", Names.Storage)] IPersistentState<InboxState> inbox,
        [PersistentState("cache", Names.Storage)] IPersistentState<CacheState> cache,
        OuraApps apps,
        IOptions<AccountOptions> options,
        TimeProvider clock,
        ILogger<RingAccountGrain> logger)
    {
        _credential = credential;
        _inboxState = inbox;
        _cacheState = cache;
        _apps = apps;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
    }

    private string Name => this.GetPrimaryKeyString();

    private AccountKey Key => AccountKey.Parse(Name);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _keeper = new CredentialKeeper(Name, _credential, _exclusive, _options, _clock, _logger);
        _inbox = new Inbox(_inboxState.State, _options);
        _cache = new MetricCache(_cacheState.State);
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

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        return Task.CompletedTask;
    }

    public void Dispose() => _stopping.Cancel();

    public async Task<ConnectOutcome> ConnectAsync(ConnectRequest request)
    {
        MemberView? member = await GrainFactory.GetGrain<IMemberGrain>(request.Member.ToString()).GetAsync();
        await _exclusive.WaitAsync();
        try
        {
            CredentialState state = _credential.State;
            if (state.Member is { } holder && holder != request.Member)
            {
                return ConnectOutcome.RingTaken;
            }

            if (member is null)
            {
                return ConnectOutcome.MemberHasOtherRing;
            }

            // The sweep first: whatever fails after this line, it finds the account and finishes.
            await GrainFactory.GetGrain<ISweepGrain>(SweepShare.Of(Key)).AddAsync(Key);
            state.Member = request.Member;
            state.App = request.App;
            state.Status = ConnectionStatus.Connected;
            state.Reason = ReconnectReason.None;
            state.ConnectedAt = _clock.GetUtcNow();
            state.Credential = request.Credential;
            state.Generation++;
            state.Lease = null;
            state.Registered = false;
            await WriteAsync(_credential);
            if (!await RegisterAsync())
            {
                return ConnectOutcome.MemberHasOtherRing;
            }
        }
        finally
        {
            _exclusive.Release();
        }

        AccountLog.Connected(_logger, Name);
        StartWorker();
        return ConnectOutcome.Connected;
    }

    public async Task<bool> MarkAsync(RingEvent change)
    {
        if (_credential.State.Member is null)
        {
            return false;
        }

        // While the member has to connect again, events need no mark: connecting reads the whole history.
        if (_credential.State.Status == ConnectionStatus.Connected
            && FollowedKinds.FromDataType(change.DataType) is { } kind)
        {
            await _exclusive.WaitAsync();
            try
            {
                _inbox.Mark(kind, change, _clock.GetUtcNow());
                await WriteAsync(_inboxState);
            }
            finally
            {
                _exclusive.Release();
            }

            StartWorker();
        }

        return true;
    }

    public Task<bool> CatchUpAsync()
    {
        StartWorker();
        return Task.FromResult(_credential.State.Member is not null);
    }

    public async Task<AccountSnapshot> GetSnapshotAsync()
    {
        // Not while a write is under way: what it writes may not be stored yet.
        await _exclusive.WaitAsync();
        try
        {
            return new AccountSnapshot { Member = _credential.State.Member, Days = _cache.Rows() };
        }
        finally
        {
            _exclusive.Release();
        }
    }

    public Task<AccountStatus> GetStatusAsync() => Task.FromResult(new AccountStatus
    {
        Status = _credential.State.Status,
        Reason = _credential.State.Reason,
        ConnectedAt = _credential.State.ConnectedAt,
        LastSyncedAt = _inboxState.State.LastSyncedAt,
        Waiting = _inboxState.State.Marks.Count,
        Documents = _cache.Documents,
    });

    /// <summary>Makes the account known to its router and its member's teams, and asks for the history.</summary>
    private async Task<bool> RegisterAsync()
    {
        CredentialState state = _credential.State;
        var route = new EventRouteKey(state.App, Key.OuraUser);
        await GrainFactory.GetGrain<IEventRouterGrain>(route.ToString()).AddAsync(Key);
        IReadOnlyList<PartitionKey>? partitions =
            await GrainFactory.GetGrain<IMemberGrain>(state.Member!.Value.ToString()).AttachAsync(Key);
        if (partitions is null)
        {
            state.Member = null;
            state.Status = ConnectionStatus.NotConnected;
            state.Credential = null;
            await WriteAsync(_credential);
            return false;
        }

        MarkHistory();
        await WriteAsync(_inboxState);
        state.Partitions = [.. partitions];
        state.Registered = true;
        await WriteAsync(_credential);
        _cache.ResendAll();
        return true;
    }

    /// <summary>Asks for the newest days of every kind, then for older ones, a month at a time.</summary>
    private void MarkHistory()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        DateOnly last = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        DateOnly oldest = last.AddDays(-_options.HistoryDays);
        for (int days = _options.RecentDays; last >= oldest; days = Inbox.LongestJointRead)
        {
            DateOnly first = last.AddDays(1 - days) < oldest ? oldest : last.AddDays(1 - days);
            foreach (DocumentKind kind in FollowedKinds.All.Where(kind => kind.IsOpenTo(_credential.State.Credential!.Scopes)))
            {
                _inbox.MarkRange(kind, first, last, now);
            }

            last = first.AddDays(-1);
        }
    }

    private void StartWorker()
    {
        if (_worker.IsCompleted && !_stopping.IsCancellationRequested)
        {
            _worker = WorkAsync();
        }
    }

    private async Task WorkAsync()
    {
        TimeSpan? pause;
        try
        {
            pause = await WorkUntilIdleAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            // Storage failed, or the cluster did. What is stored is the truth: begin again from it.
            AccountLog.WorkerFailed(_logger, error, Name);
            pause = _options.RetryPause;
        }

        if (pause is { } wait && !_stopping.IsCancellationRequested)
        {
            _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Works off what is due.</summary>
    /// <returns>When to begin again; null when nothing is left.</returns>
    private async Task<TimeSpan?> WorkUntilIdleAsync()
    {
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            CredentialState state = _credential.State;
            if (state.Member is null)
            {
                return null;
            }

            if (!state.Registered)
            {
                await ExclusivelyAsync(RegisterAsync);
                continue;
            }

            if (_cache.HasUnsent && !await SendAsync())
            {
                return _options.RetryPause;
            }

            if (state.Status != ConnectionStatus.Connected)
            {
                return null;
            }

            if (_apps.Find(state.App) is not { } app)
            {
                AccountLog.NoApp(_logger, Name, state.App);
                return _options.LongestRetryPause;
            }

            DateTimeOffset now = _clock.GetUtcNow();
            if (_inbox.Next((kind, id) => _cache.DayOf(kind.Name, id), now) is not { } job)
            {
                return _inbox.NextDue() - now;
            }

            string accessToken = state.Credential!.AccessToken;
            if (_keeper.IsStale)
            {
                if (await _keeper.RefreshAsync(app.OAuth, accessToken) is { } wait)
                {
                    return wait;
                }

                continue;
            }

            FetchAnswer answer = await DocumentFetcher.FetchAsync(app.Api, job, accessToken, _stopping.Token);
            if (answer.Failure?.Failure == OuraFailure.Unauthorized)
            {
                if (await UnauthorizedAsync(app, accessToken) is { } wait)
                {
                    return wait;
                }
            }
            else if (answer.Failure?.Failure == OuraFailure.Forbidden)
            {
                await _keeper.NeedsReconnectAsync(ReconnectReason.MembershipLapsed);
            }
            else
            {
                await ExclusivelyAsync(() => CommitAsync(job, answer));
            }
        }
    }

    private string? _refusedToken;

    /// <summary>The first refusal of a token leads to a refresh; the refusal of a fresh one means that the grant is gone.</summary>
    private async Task<TimeSpan?> UnauthorizedAsync(OuraApp app, string accessToken)
    {
        if (_refusedToken is not null && _refusedToken != accessToken)
        {
            await _keeper.NeedsReconnectAsync(ReconnectReason.Revoked);
            _refusedToken = null;
            return null;
        }

        _refusedToken = accessToken;
        return await _keeper.RefreshAsync(app.OAuth, accessToken);
    }

    /// <summary>Stores what a job brought: first the cache, then what is done.</summary>
    private async Task<bool> CommitAsync(FetchJob job, FetchAnswer answer)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        bool changed = JobOutcome.Apply(job, answer, _cache, _inbox, _options, now, out JobOutcome outcome);
        if (outcome.Dropped > 0)
        {
            AccountLog.Dropped(_logger, Name, outcome.Dropped, job.Kind.Name, outcome.Reason);
        }

        if (outcome.Retried)
        {
            AccountLog.FetchFailed(_logger, Name, job.Kind.Name, answer.Failure!.Failure);
        }

        if (answer.Failure is null)
        {
            _refusedToken = null;
        }

        if (changed)
        {
            _cache.TrimBefore(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-_options.HistoryDays - 1));
            if (job.OldestEvent is { } oldest && (_oldestUnsentEvent is null || oldest < _oldestUnsentEvent))
            {
                _oldestUnsentEvent = oldest;
            }

            await WriteAsync(_cacheState);
        }

        if (outcome.Read)
        {
            _inboxState.State.LastSyncedAt = now;
        }

        await WriteAsync(_inboxState);
        return true;
    }

    /// <summary>Sends changed days to the partitions. They replace by version, so that a repeat does no harm.</summary>
    private async Task<bool> SendAsync()
    {
        IReadOnlyList<DayRow> rows = [];
        DateTimeOffset? oldest = null;
        await ExclusivelyAsync(() =>
        {
            rows = _cache.UnsentRows();
            oldest = _oldestUnsentEvent;
            _oldestUnsentEvent = null;
            return Task.FromResult(true);
        });
        var days = new MemberDays { Member = _credential.State.Member!.Value, Days = rows, OldestEvent = oldest };
        try
        {
            await Task.WhenAll(_credential.State.Partitions.Select(partition =>
                GrainFactory.GetGrain<ITeamPartitionGrain>(partition.ToString()).ReplaceAsync(days)));
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            AccountLog.SendFailed(_logger, error, Name);
            _oldestUnsentEvent = oldest;
            return false;
        }

        await ExclusivelyAsync(() =>
        {
            _cache.Sent(rows);
            return Task.FromResult(true);
        });
        return true;
    }

    private async Task<T> ExclusivelyAsync<T>(Func<Task<T>> action)
    {
        await _exclusive.WaitAsync(_stopping.Token);
        try
        {
            return await action();
        }
        finally
        {
            _exclusive.Release();
        }
    }

    /// <summary>Writes a state. When the outcome is unknown, memory can't be trusted: the activation ends and the next reads what is stored.</summary>
    private async Task WriteAsync<T>(IPersistentState<T> state)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            _stopping.Cancel();
            DeactivateOnIdle();
            throw;
        }
    }
}
