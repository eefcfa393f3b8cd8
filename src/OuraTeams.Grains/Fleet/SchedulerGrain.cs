using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Calls;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Fleet;

/// <summary>
/// Wakes those of its ring accounts, routers and revocations that are due, on a reminder of its own: so none of them needs one, and an account
/// that has nothing to do need not be in memory. While it waits for accounts, they may wait for it: what they call interleaves,
/// and changes are made one at a time, during which nobody is called.
/// </summary>
[GrainType(Names.Scheduler)]
internal sealed class SchedulerGrain : Grain, ISchedulerGrain, IRemindable, IDisposable
{
    private const string Reminder = "scheduler";

    /// <summary>Accounts that are woken at a time.</summary>
    private const int AtOnce = 16;

    /// <summary>How long one may take to answer. It is asked again by the next walk.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(5);

    /// <summary>How often it looks for those that are due.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly StateLock _states;
    private readonly WakeTimes<AccountKey> _accounts;
    private readonly WakeTimes<EventRouteKey> _routers;
    private readonly WakeTimes<Guid> _revocations;
    private readonly MovingWindow _window;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public SchedulerGrain([PersistentState("scheduler", Names.Storage)] IPersistentState<SchedulerState> state, TimeProvider clock, ILogger<SchedulerGrain> logger)
    {
        (_clock, _logger) = (clock, logger);
        _states = new StateLock(DeactivateOnIdle);
        _window = new MovingWindow(AtOnce, LongestCall, clock);
        _accounts = new WakeTimes<AccountKey>(state, _states, held => held.Due, (held, due) => held with { Due = due });
        _routers = new WakeTimes<EventRouteKey>(state, _states, held => held.RoutersDue, (held, due) => held with { RoutersDue = due });
        _revocations = new WakeTimes<Guid>(state, _states, held => held.RevocationsDue, (held, due) => held with { RevocationsDue = due });
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Show();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ActiveGrains.LeaveScheduler(this);
        _states.Stop();
        return Task.CompletedTask;
    }

    public void Dispose() => _states.Dispose();

    public Task AddAsync(AccountKey account) => WakeAtAsync(account, _clock.GetUtcNow());

    public async Task RemoveAsync(AccountKey account)
    {
        await _accounts.RemoveAsync(account);
        Show();
    }

    public async Task WakeAtAsync(AccountKey account, DateTimeOffset when)
    {
        await EnsureReminderAsync();
        await _accounts.WakeAtAsync(account, when);
        Show();
    }

    public async Task WakeRouterAtAsync(EventRouteKey router, DateTimeOffset when)
    {
        await EnsureReminderAsync();
        await _routers.WakeAtAsync(router, when);
    }

    public async Task WakeRevocationAtAsync(Guid revocation, DateTimeOffset when)
    {
        await EnsureReminderAsync();
        await _revocations.WakeAtAsync(revocation, when);
    }

    public Task RemoveRevocationAsync(Guid revocation) => _revocations.RemoveAsync(revocation);

    public async Task<int> RunAsync()
    {
        await EnsureReminderAsync(always: true);
        await WakeRevocationsAsync(_revocations.All());
        await WakeRoutersAsync(_routers.All());
        return await WakeAccountsAsync(_accounts.All());
    }

    public async Task<int> RunDueAsync()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        await WakeRevocationsAsync(_revocations.DueAt(now));
        await WakeRoutersAsync(_routers.DueAt(now));
        return await WakeAccountsAsync(_accounts.DueAt(now));
    }

    public async Task<int> VerifyAsync()
    {
        var differing = new List<AccountKey>();
        await _window.AskAsync(
            _accounts.All(),
            account => Account(account).VerifyAsync(),
            (account, same) =>
            {
                if (!same)
                {
                    differing.Add(account);
                }
            },
            (account, error) =>
            {
                // What can't be compared is woken: that does no harm.
                SchedulerLog.NotWoken(_logger, error, account.ToString());
                differing.Add(account);
            },
            _states.Stopping);
        await WakeAccountsAsync(differing);
        return differing.Count;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => RunDueAsync();

    private async Task<int> WakeAccountsAsync(IReadOnlyList<AccountKey> accounts)
    {
        int woken = await WalkAsync(
            _accounts, accounts, account => Account(account).CatchUpAsync(), (account, error) => SchedulerLog.NotWoken(_logger, error, account.ToString()));
        Show();
        return woken;
    }

    private Task<int> WakeRoutersAsync(IReadOnlyList<EventRouteKey> routers) => WalkAsync(
        _routers,
        routers,
        router => GrainFactory.GetGrain<IEventRouterGrain>(router.ToString()).CatchUpAsync(),
        (_, error) => SchedulerLog.RouterNotWoken(_logger, error));

    private Task<int> WakeRevocationsAsync(IReadOnlyList<Guid> revocations) => WalkAsync(
        _revocations,
        revocations,
        revocation => GrainFactory.GetGrain<IRevocationGrain>(revocation).CatchUpAsync(),
        (revocation, error) => SchedulerLog.RevocationNotWoken(_logger, error, revocation));

    /// <summary>Wakes some. Whatever keeps one from answering, its store perhaps: the others are woken.</summary>
    /// <returns>How many answered that they are to be woken again.</returns>
    private async Task<int> WalkAsync<TKey>(
        WakeTimes<TKey> schedule, IReadOnlyList<TKey> keys, Func<TKey, Task<DateTimeOffset?>> wake, Action<TKey, Exception> failed)
        where TKey : notnull
    {
        if (keys.Count == 0)
        {
            return 0;
        }

        schedule.BeginWalk();
        var answers = new Dictionary<TKey, DateTimeOffset?>(keys.Count);
        await _window.AskAsync(keys, wake, (key, due) => answers[key] = due, failed, _states.Stopping);
        await schedule.EndWalkAsync(answers);
        return answers.Values.Count(due => due is not null);
    }

    private IRingAccountGrain Account(AccountKey account) => GrainFactory.GetGrain<IRingAccountGrain>(account.ToString());

    private void Show() => ActiveGrains.ShowScheduler(this, _accounts.Count);

    /// <summary>Sees to the reminder before the first entry is stored, so that no entry is without it.</summary>
    private async Task EnsureReminderAsync(bool always = false)
    {
        bool isEmpty = _accounts.Count + _routers.Count + _revocations.Count == 0;
        if (isEmpty != always)
        {
            await this.RegisterOrUpdateReminder(Reminder, Period, Period);
        }
    }
}
