using Microsoft.Extensions.Options;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// The budget of one app. Accounts ask it for a block each time they begin one, so that a pause reaches all of them within
/// five seconds. Written only when there is something to remember: a pause, or a limit.
/// </summary>
[GrainType(Names.AppBudget)]
internal sealed class AppBudgetGrain(
    [PersistentState("app-budget", Names.Storage)] IPersistentState<BudgetState> state,
    IOptions<BudgetOptions> options,
    TimeProvider clock) : Grain, IAppBudgetGrain
{
    private RequestBudget Budget => new(
        state.State, options.Value.AppLimit, (int)(options.Value.AppLimit * options.Value.AppLiveReserve), options.Value.Window + options.Value.Margin);

    public async Task<BudgetGrant> TakeAsync(RequestPriority priority, int count)
    {
        BudgetGrant grant = Budget.Take(priority, count, clock.GetUtcNow());
        if (grant.Count > 0 && options.Value.AppLimit > 0)
        {
            await state.ChangeAsync(state.State, this);
        }

        return grant;
    }

    public async Task CloseAsync(DateTimeOffset until)
    {
        Budget.Close(until);
        await state.ChangeAsync(state.State, this);
    }

    public Task<BudgetView> GetAsync() => Task.FromResult(Budget.View(clock.GetUtcNow()));
}
