using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Budgets;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Accounts.Budget;

/// <summary>
/// Owns the stored budget of one account's token, the only place that writes it, and its share of the app's. Requests are set
/// aside in blocks, stored, and only then made.
/// </summary>
/// <param name="account">Which account.</param>
/// <param name="stored">The stored budget of the token.</param>
/// <param name="options">Limits.</param>
/// <param name="app">The app's budget.</param>
/// <param name="states">The lock of the states.</param>
/// <param name="clock">The time.</param>
internal sealed class AccountBudget(
    AccountKey account, IPersistentState<BudgetState> stored, BudgetOptions options, Func<IAppBudgetGrain> app, StateLock states, TimeProvider clock)
{
    private BudgetBlock _block;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Sets one request aside.</summary>
    /// <returns>Null when it may be made now, else when to ask again.</returns>
    public async Task<DateTimeOffset?> SpendAsync(RequestPriority priority)
    {
        if (!_block.Serves(priority, Now))
        {
            // The token's own budget is asked first: requests that the app grants and that can't be used are lost for the window.
            RequestBudget own = Rules();
            int wanted = Math.Min(options.Block, own.Free(priority, Now));
            if (wanted == 0)
            {
                return Waited(priority, "token", own.WhenFree(priority, 1, Now));
            }

            BudgetGrant shared = await AppShareAsync(priority, wanted);
            if (shared.Count == 0)
            {
                return Waited(priority, "app", shared.Until);
            }

            BudgetGrant grant = await ChangeAsync(budget => budget.Take(priority, shared.Count, Now));
            if (grant.Count == 0)
            {
                return Waited(priority, "token", grant.Until);
            }

            _block = new BudgetBlock(grant.Count, grant.Until < shared.Until ? grant.Until : shared.Until, priority);

            // The write may have taken longer than the block lasts.
            if (!_block.Serves(priority, Now))
            {
                return Now;
            }
        }

        _block = _block.Less();
        Instruments.Spent(priority);
        return null;
    }

    /// <summary>Counts requests that were made already: those by which a connecting member's account was found.</summary>
    public Task CountAsync(int requests) => ChangeAsync(budget => budget.Take(RequestPriority.Live, requests, Now));

    /// <summary>Oura asked this token for a pause.</summary>
    public Task CloseAsync(DateTimeOffset until)
    {
        _block = default;
        return ChangeAsync(budget =>
        {
            budget.Close(until);
            return until;
        });
    }

    /// <summary>Oura asked the whole app for a pause.</summary>
    public Task CloseAppAsync(DateTimeOffset until)
    {
        _block = default;
        return app().CloseAsync(until);
    }

    /// <summary>When the token will have that many requests free at the same time.</summary>
    public DateTimeOffset WhenFree(RequestPriority priority, int requests) => Rules().WhenFree(priority, requests, Now);

    /// <summary>How the token's budget stands.</summary>
    public BudgetView View() => Rules().View(Now);

    /// <summary>Clears the budget. To be called under the lock.</summary>
    public Task ClearAsync()
    {
        _block = default;
        return states.ClearAsync(stored);
    }

    /// <summary>Makes a transition on a copy, and stores it.</summary>
    private Task<T> ChangeAsync<T>(Func<RequestBudget, T> transition) => states.RunAsync(async () =>
    {
        BudgetState next = stored.State with { Spent = [.. stored.State.Spent] };
        T result = transition(RulesOver(next));
        await states.WriteAsync(stored, next);
        return result;
    });

    /// <summary>The rules over a copy, for questions: they forget what has left the window.</summary>
    private RequestBudget Rules() => RulesOver(stored.State with { Spent = [.. stored.State.Spent] });

    private RequestBudget RulesOver(BudgetState state) => new(state, options.Limit, options.LiveReserve, options.Window + options.Margin);

    /// <summary>
    /// The app's share. When the silo that keeps it is lost, nobody answers until the others have noticed: an app without a
    /// limit goes on meanwhile on its tokens' own budgets, one with a limit waits.
    /// </summary>
    private async Task<BudgetGrant> AppShareAsync(RequestPriority priority, int wanted)
    {
        try
        {
            return await app().TakeAsync(account, priority, wanted);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException && options.AppLimit == 0)
        {
            return new BudgetGrant { Count = wanted, Until = RequestBudget.EndOfBucket(Now) };
        }
    }

    private DateTimeOffset Waited(RequestPriority priority, string budget, DateTimeOffset until)
    {
        Instruments.Waited(priority, budget, until - Now);
        return until;
    }
}

/// <summary>Requests that are set aside and not made yet.</summary>
/// <param name="Left">How many.</param>
/// <param name="Until">When they lapse.</param>
/// <param name="Priority">What they were set aside for.</param>
internal readonly record struct BudgetBlock(int Left, DateTimeOffset Until, RequestPriority Priority)
{
    /// <summary>Whether a request of a priority may be made from this block. A block of a lower priority serves higher ones too, but not the other way round.</summary>
    public bool Serves(RequestPriority priority, DateTimeOffset now) => Left > 0 && now < Until && priority <= Priority;

    /// <summary>One has been made.</summary>
    public BudgetBlock Less() => this with { Left = Left - 1 };
}
