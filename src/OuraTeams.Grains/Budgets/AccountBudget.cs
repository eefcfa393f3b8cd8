using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>What one account may ask of Oura: its token's budget and its share of the app's, set aside in blocks.</summary>
/// <param name="account">Which account.</param>
/// <param name="state">The stored budget of the token.</param>
/// <param name="options">Limits.</param>
/// <param name="app">The app's budget.</param>
/// <param name="write">Writes the state.</param>
/// <param name="clock">The time.</param>
internal sealed class AccountBudget(
    AccountKey account, IPersistentState<BudgetState> state, BudgetOptions options, Func<IAppBudgetGrain> app, Func<Task> write, TimeProvider clock)
{
    private int _left;
    private DateTimeOffset _until;
    private RequestPriority _priority;

    private RequestBudget Budget => new(state.State, options.Limit, options.LiveReserve, options.Window + options.Margin);

    /// <summary>Sets one request aside.</summary>
    /// <returns>Null when it may be made now, else when to ask again.</returns>
    public async Task<DateTimeOffset?> SpendAsync(RequestPriority priority)
    {
        // What was set aside for something lesser serves the greater too, not the other way round.
        if (_left == 0 || clock.GetUtcNow() >= _until || priority > _priority)
        {
            // The own budget first: what the app grants and nobody can use is lost to the window.
            int wanted = Math.Min(options.Block, Budget.Free(priority, clock.GetUtcNow()));
            if (wanted == 0)
            {
                return Waited(priority, "token", Budget.WhenFree(priority, 1, clock.GetUtcNow()));
            }

            BudgetGrant shared = await SharedAsync(priority, wanted);
            if (shared.Count == 0)
            {
                return Waited(priority, "app", shared.Until);
            }

            BudgetGrant own = Budget.Take(priority, shared.Count, clock.GetUtcNow());
            if (own.Count == 0)
            {
                return Waited(priority, "token", own.Until);
            }

            await write();
            _left = own.Count;
            _until = own.Until < shared.Until ? own.Until : shared.Until;
            _priority = priority;

            // The write may have taken longer than the block lasts.
            if (clock.GetUtcNow() >= _until)
            {
                _left = 0;
                return clock.GetUtcNow();
            }
        }

        _left--;
        Instruments.Spent(priority);
        return null;
    }

    /// <summary>Counts requests that were made already: those by which a connecting member's account was found.</summary>
    public Task CountAsync(int requests)
    {
        Budget.Take(RequestPriority.Live, requests, clock.GetUtcNow());
        return write();
    }

    /// <summary>Oura asked this token for a pause.</summary>
    public async Task CloseAsync(DateTimeOffset until)
    {
        _left = 0;
        Budget.Close(until);
        await write();
    }

    /// <summary>Oura asked the whole app for a pause.</summary>
    public async Task CloseAppAsync(DateTimeOffset until)
    {
        _left = 0;
        await app().CloseAsync(until);
    }

    /// <summary>When the token will have so many requests free at once.</summary>
    public DateTimeOffset WhenFree(RequestPriority priority, int requests) => Budget.WhenFree(priority, requests, clock.GetUtcNow());

    /// <summary>How the token's budget stands.</summary>
    public BudgetView View() => Budget.View(clock.GetUtcNow());

    /// <summary>
    /// The app's share. When the silo that keeps it is lost, nobody answers until the others have noticed: an app without a
    /// limit goes on meanwhile on its tokens' own budgets, one with a limit waits.
    /// </summary>
    private async Task<BudgetGrant> SharedAsync(RequestPriority priority, int wanted)
    {
        try
        {
            return await app().TakeAsync(account, priority, wanted);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException && options.AppLimit == 0)
        {
            return new BudgetGrant { Count = wanted, Until = RequestBudget.EndOfBucket(clock.GetUtcNow()) };
        }
    }

    private DateTimeOffset Waited(RequestPriority priority, string budget, DateTimeOffset until)
    {
        Instruments.Waited(priority, budget, until - clock.GetUtcNow());
        return until;
    }
}
