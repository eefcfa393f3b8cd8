using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Calls;
using OuraTeams.Grains.Kinds;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Webhooks;

/// <summary>
/// Takes one Oura user's events from the queue to their ring accounts. An event counts as delivered once each account has
/// stored its mark, or the router has stored that this account must still be given it; until then the queue keeps the event and
/// brings it again. So an account that can't be read holds up neither the queue nor another organization's account.
/// </summary>
[GrainType(Names.EventRouter)]
[ImplicitStreamSubscription(Names.EventNamespace)]
internal sealed class EventRouterGrain : Grain, IEventRouterGrain, IStreamSubscriptionObserver, IDisposable
{
    /// <summary>How long an account may take to store a mark.</summary>
    private static readonly TimeSpan LongestMark = TimeSpan.FromSeconds(5);

    /// <summary>Pause before events that an account could not take are tried again; it doubles with each failure.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>Longest such pause. The scheduler looks as often, should this activation be gone.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly IPersistentState<RouteState> _state;
    private readonly StateLock _states;
    private readonly IRouteDeadLetters _letters;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private IGrainTimer? _timer;
    private TimeSpan _pause = FirstPause;
    private Task<bool>? _retry;

    public EventRouterGrain(
        [PersistentState("route", Names.Storage)] IPersistentState<RouteState> state,
        IRouteDeadLetters letters,
        TimeProvider clock,
        ILogger<EventRouterGrain> logger)
    {
        (_state, _letters, _clock, _logger) = (state, letters, clock, logger);
        _states = new StateLock(DeactivateOnIdle);
    }

    private IReadOnlyList<UndeliveredEvent> Undelivered => _state.State.Undelivered;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Show();
        if (Undelivered.Count > 0)
        {
            RetryLater(FirstPause);
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ActiveGrains.LeaveRouter(this);
        _states.Stop();
        return Task.CompletedTask;
    }

    public void Dispose() => _states.Dispose();

    // An account adds itself during its own turn, for which an event may be waiting here. So this call interleaves, and neither waits for the other.
    public Task AddAsync(AccountKey account) => _states.RunAsync(async () =>
    {
        if (!_state.State.Accounts.Contains(account))
        {
            await WriteAsync(_state.State with { Accounts = [.. _state.State.Accounts, account] });
        }
    });

    public async Task RemoveAsync(AccountKey account)
    {
        await _states.RunAsync(() => RemoveNowAsync(account));
        if (_state.State.Accounts.Count == 0)
        {
            // Also when they were deleted before: the caller asks again after a failure.
            await _letters.DeleteAsync(EventRouteKey.Parse(this.GetPrimaryKeyString()));
        }
    }

    public async Task<DateTimeOffset?> CatchUpAsync()
    {
        if (Undelivered.Count > 0)
        {
            await RetryOnceAsync();
        }

        return Undelivered.Count > 0 ? _clock.GetUtcNow() + LongestPause : null;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<RingEvent>().ResumeAsync((change, _) => RouteAsync(change));

    private async Task RemoveNowAsync(AccountKey account)
    {
        var left = new RouteState
        {
            Accounts = [.. _state.State.Accounts.Where(known => known != account)],
            Undelivered = [.. Undelivered.Where(one => one.Account != account)],
        };
        if (left.Accounts.Count == 0)
        {
            // No account is connected to this Oura user any more. The key of the record contains the user's id, so the record is removed.
            await _states.ClearAsync(_state);
            Show();
        }
        else if (left.Accounts.Count < _state.State.Accounts.Count)
        {
            await WriteAsync(left);
        }
    }

    private async Task RouteAsync(RingEvent change)
    {
        if (FollowedKinds.FromDataType(change.DataType) is null)
        {
            Instruments.Routed("unknown_type");
            return;
        }

        // The account has not yet taken an earlier event: this one is stored behind it without another attempt.
        ILookup<bool, AccountKey> behind = _state.State.Accounts.ToLookup(account => Undelivered.Any(one => one.Account == account));
        var failed = new List<AccountKey>(behind[true]);
        bool marked = false;
        await Window(_state.State.Accounts.Count).AskAsync(
            behind[false].ToArray(),
            account => MarkAsync(account, change),
            (_, taken) => marked |= taken,
            (account, error) =>
            {
                RouterLog.NotTaken(_logger, error, account.ToString(), change.DataType);
                failed.Add(account);
            });
        if (failed.Count > 0)
        {
            await KeepAsync(failed, change);
        }

        Instruments.Routed(marked ? "marked" : failed.Count > 0 ? "put_off" : "unknown_user");
    }

    private MovingWindow Window(int atOnce) => new(Math.Max(1, atOnce), LongestMark, _clock);

    private Task<bool> MarkAsync(AccountKey account, RingEvent change) =>
        GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).MarkAsync(change);

    /// <summary>Stores that accounts must still be given an event. Fails when it can't be stored: then the queue brings the event again.</summary>
    private async Task KeepAsync(IReadOnlyCollection<AccountKey> accounts, RingEvent change)
    {
        if (Undelivered.Count == 0)
        {
            // The scheduler is told first: if this process ends, it wakes the router.
            var key = EventRouteKey.Parse(this.GetPrimaryKeyString());
            await GrainFactory.GetGrain<ISchedulerGrain>(SchedulerShare.Of(key)).WakeRouterAtAsync(key, _clock.GetUtcNow() + LongestPause);
        }

        await _states.RunAsync(async () =>
        {
            List<UndeliveredEvent> kept = [.. Undelivered];
            var givenUp = new List<UndeliveredEvent>();
            foreach (AccountKey account in accounts.Where(_state.State.Accounts.Contains))
            {
                (kept, IReadOnlyList<UndeliveredEvent> surplus) = UndeliveredEvents.Add(kept, account, change, _clock.GetUtcNow());
                givenUp.AddRange(surplus);
            }

            await WriteAsync(_state.State with { Undelivered = kept });
            GiveUp(givenUp);
        });
        if (_timer is null)
        {
            RetryLater(FirstPause);
        }
    }

    private void RetryLater(TimeSpan pause)
    {
        _pause = pause;
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(
            static (grain, _) => grain.RetryOnTimeAsync(),
            this,
            new GrainTimerCreationOptions(pause, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private async Task RetryOnTimeAsync()
    {
        bool all = false;
        try
        {
            all = await RetryOnceAsync();
        }
        catch (Exception error) when (!_states.Stopping.IsCancellationRequested)
        {
            RouterLog.RetryFailed(_logger, error, _pause);
        }

        _timer?.Dispose();
        _timer = null;
        if (!all && !_states.Stopping.IsCancellationRequested)
        {
            RetryLater(_pause * 2 < LongestPause ? _pause * 2 : LongestPause);
        }
    }

    /// <summary>Tries again, unless that is under way: then waits for its end.</summary>
    private Task<bool> RetryOnceAsync() => _retry is { IsCompleted: false } running ? running : _retry = RetryAsync();

    /// <summary>Gives accounts what they could not take.</summary>
    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> RetryAsync()
    {
        var done = new List<UndeliveredEvent>();
        ILookup<AccountKey, UndeliveredEvent> byAccount = Undelivered.ToLookup(one => one.Account);
        await Task.WhenAll(byAccount.Select(events => DeliverAsync(events, done)));
        await _states.RunAsync(async () =>
        {
            List<UndeliveredEvent> left = UndeliveredEvents.Remove(Undelivered, done);
            IReadOnlyList<UndeliveredEvent> expired = UndeliveredEvents.Expired(left, _clock.GetUtcNow());
            if (done.Count + expired.Count > 0)
            {
                await WriteAsync(_state.State with { Undelivered = UndeliveredEvents.Remove(left, expired) });
                GiveUp(expired);
            }
        });
        foreach (IGrouping<AccountKey, UndeliveredEvent> delivered in done.GroupBy(one => one.Account))
        {
            RouterLog.Delivered(_logger, delivered.Key.ToString(), delivered.Count());
        }

        return Undelivered.Count == 0;
    }

    private async Task DeliverAsync(IGrouping<AccountKey, UndeliveredEvent> events, List<UndeliveredEvent> done)
    {
        foreach (UndeliveredEvent one in events)
        {
            try
            {
                await MarkAsync(one.Account, one.Event).WaitAsync(LongestMark, _clock);
                done.Add(one);
            }
            catch (Exception error)
            {
                RouterLog.NotTaken(_logger, error, one.Account.ToString(), one.Event.DataType);
                return;
            }
        }
    }

    private void GiveUp(IReadOnlyList<UndeliveredEvent> events)
    {
        foreach (IGrouping<AccountKey, UndeliveredEvent> ofAccount in events.GroupBy(one => one.Account))
        {
            RouterLog.GivenUp(_logger, ofAccount.Key.ToString(), ofAccount.Count());
            for (int number = 0; number < ofAccount.Count(); number++)
            {
                Instruments.Routed("given_up");
            }
        }
    }

    private async Task WriteAsync(RouteState candidate)
    {
        await _states.WriteAsync(_state, candidate);
        Show();
    }

    private void Show() => ActiveGrains.ShowRouter(this, Undelivered.Count);
}
