using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// Wakes those of its ring accounts that are due, on a reminder of its own: so no account needs one, and an account that
/// has nothing to do need not be in memory. While it waits for accounts, they may wait for it: what they call interleaves,
/// and changes are made one at a time, during which nobody is called.
/// </summary>
[GrainType(Names.Sweep)]
internal sealed class SweepGrain(
    [PersistentState("sweep", Names.Storage)] IPersistentState<SweepState> state, TimeProvider clock, ILogger<SweepGrain> logger)
    : Grain, ISweepGrain, IRemindable, IDisposable
{
    private const string Reminder = "sweep";
    private const int Parallelism = 16;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _exclusive = new(1);

    /// <summary>Accounts that said something themselves since the walk under way began to ask.</summary>
    private readonly HashSet<AccountKey> _heard = [];

    public void Dispose() => _exclusive.Dispose();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        ActiveGrains.ShowSweep(this, state.State.Due.Count);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ActiveGrains.LeaveSweep(this);
        return Task.CompletedTask;
    }

    public async Task AddAsync(AccountKey account)
    {
        if (state.State.Due.Count == 0)
        {
            await EnsureReminderAsync();
        }

        await WakeAtAsync(account, clock.GetUtcNow());
    }

    public Task RemoveAsync(AccountKey account)
    {
        _heard.Add(account);
        return ChangeAsync(due => due.Remove(account));
    }

    public Task WakeAtAsync(AccountKey account, DateTimeOffset when)
    {
        _heard.Add(account);
        return ChangeAsync(due => Advance(due, account, when));
    }

    public async Task<int> RunAsync()
    {
        if (state.State.Due.Count == 0)
        {
            return 0;
        }

        await EnsureReminderAsync();
        return await WakeAsync([.. state.State.Due.Keys]);
    }

    public async Task<int> VerifyAsync()
    {
        int differed = 0;
        foreach (AccountKey[] share in state.State.Due.Keys.ToArray().Chunk(Parallelism))
        {
            bool[] same = await Task.WhenAll(share.Select(VerifyAsync));
            AccountKey[] woken = [.. share.Zip(same).Where(pair => !pair.Second).Select(pair => pair.First)];
            await Task.WhenAll(woken.Select(WakeAsync));
            differed += woken.Length;
        }

        return differed;
    }

    public Task<int> RunDueAsync()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return WakeAsync([.. state.State.Due.Where(entry => entry.Value <= now).Select(entry => entry.Key)]);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => RunDueAsync();

    private async Task<int> WakeAsync(IReadOnlyCollection<AccountKey> accounts)
    {
        _heard.Clear();
        var next = new Dictionary<AccountKey, DateTimeOffset>(accounts.Count);
        var gone = new List<AccountKey>();
        foreach (AccountKey[] share in accounts.Chunk(Parallelism))
        {
            (bool Answered, DateTimeOffset? Due)[] answers = await Task.WhenAll(share.Select(WakeAsync));
            foreach ((AccountKey account, (bool answered, DateTimeOffset? due)) in share.Zip(answers))
            {
                if (answered && due is null)
                {
                    gone.Add(account);
                }
                else if (answered)
                {
                    next[account] = due!.Value;
                }
            }
        }

        if (next.Count + gone.Count > 0)
        {
            await ChangeAsync(due => TakeIn(due, next, gone));
        }

        return next.Count;
    }

    private async Task<bool> VerifyAsync(AccountKey account)
    {
        try
        {
            return await GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).VerifyAsync();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // What can't be compared is woken: that does no harm.
            SweepLog.NotWoken(logger, error, account.ToString());
            return false;
        }
    }

    private async Task<(bool Answered, DateTimeOffset? Due)> WakeAsync(AccountKey account)
    {
        try
        {
            return (true, await GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).CatchUpAsync());
        }
        catch (Exception error)
        {
            // Whatever keeps one from answering, its store perhaps: the others are woken.
            SweepLog.NotWoken(logger, error, account.ToString());
            return (false, null);
        }
    }

    /// <summary>Takes in what accounts have answered. Of those that spoke themselves meanwhile, what they said stands, unless the answer is earlier.</summary>
    private bool TakeIn(Dictionary<AccountKey, DateTimeOffset> due, Dictionary<AccountKey, DateTimeOffset> next, List<AccountKey> gone)
    {
        bool changed = false;
        foreach ((AccountKey account, DateTimeOffset when) in next)
        {
            if (!_heard.Contains(account))
            {
                due[account] = when;
                changed = true;
            }
            else if (due.ContainsKey(account))
            {
                changed |= Advance(due, account, when);
            }
        }

        foreach (AccountKey account in gone)
        {
            changed |= !_heard.Contains(account) && due.Remove(account);
        }

        return changed;
    }

    private static bool Advance(Dictionary<AccountKey, DateTimeOffset> due, AccountKey account, DateTimeOffset when)
    {
        if (due.TryGetValue(account, out DateTimeOffset known) && known <= when)
        {
            return false;
        }

        due[account] = when;
        return true;
    }

    /// <summary>Stores a change, if it is one.</summary>
    private async Task ChangeAsync(Func<Dictionary<AccountKey, DateTimeOffset>, bool> change)
    {
        await _exclusive.WaitAsync();
        try
        {
            var due = new Dictionary<AccountKey, DateTimeOffset>(state.State.Due);
            if (change(due))
            {
                await state.ChangeAsync(new SweepState { Due = due }, this);
                ActiveGrains.ShowSweep(this, due.Count);
            }
        }
        finally
        {
            _exclusive.Release();
        }
    }

    private Task<IGrainReminder> EnsureReminderAsync() => this.RegisterOrUpdateReminder(Reminder, Period, Period);
}
