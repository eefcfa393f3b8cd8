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
    private static readonly TimeSpan GaugePeriod = TimeSpan.FromSeconds(5);

    private readonly SharedBudget _shares = new(options.Value.Window + options.Value.Margin, options.Value.LongestLine);
    private readonly WaitingGauge _gauge = new();

    private RequestBudget Budget => new(
        state.State, options.Value.AppLimit, (int)(options.Value.AppLimit * options.Value.AppLiveReserve), options.Value.Window + options.Value.Margin);

    private DateTimeOffset Now => clock.GetUtcNow();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            static (grain, _) =>
            {
                grain._shares.Tidy(grain.Now);
                grain._gauge.Show(grain._shares.Waiting());
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(GaugePeriod, GaugePeriod));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _gauge.Show([]);
        return Task.CompletedTask;
    }

    public async Task<BudgetGrant> TakeAsync(AccountKey? account, RequestPriority priority, int count)
    {
        BudgetGrant grant = _shares.Take(Budget, account, priority, count, Now);
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

    public Task<AppBudgetView> GetAsync() => Task.FromResult(new AppBudgetView { Budget = Budget.View(Now), Waiting = _shares.Waiting() });
}
