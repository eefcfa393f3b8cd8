using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Budgets;

/// <summary>
/// The budget of one app. Accounts ask it for a block each time they begin one, so that a pause reaches all of them within
/// five seconds. Written only when there is something to remember: a pause, or a limit.
/// </summary>
[GrainType(Names.AppBudget)]
internal sealed class AppBudgetGrain : Grain, IAppBudgetGrain, IDisposable
{
    private static readonly TimeSpan GaugePeriod = TimeSpan.FromSeconds(5);

    private readonly IPersistentState<BudgetState> _state;
    private readonly BudgetOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Writes only: the grain is not reentrant, so that one call at a time changes the state.</summary>
    private readonly StateLock _states;
    private readonly SharedBudget _shares;
    private readonly WaitingGauge _gauge = new();

    public AppBudgetGrain(
        [PersistentState("app-budget", Names.Storage)] IPersistentState<BudgetState> state, IOptions<BudgetOptions> options, TimeProvider clock)
    {
        (_state, _options, _clock) = (state, options.Value, clock);
        _states = new StateLock(DeactivateOnIdle);
        _shares = new SharedBudget(_options.Window + _options.Margin, _options.LongestLine);
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

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

    public void Dispose() => _states.Dispose();

    public async Task<BudgetGrant> TakeAsync(AccountKey? account, RequestPriority priority, int count)
    {
        BudgetState next = Copy();
        BudgetGrant grant = _shares.Take(RulesOver(next), account, priority, count, Now);
        if (grant.Count > 0 && _options.AppLimit > 0)
        {
            await _states.WriteAsync(_state, next);
        }

        return grant;
    }

    public Task CloseAsync(DateTimeOffset until)
    {
        BudgetState next = Copy();
        RulesOver(next).Close(until);
        return _states.WriteAsync(_state, next);
    }

    public Task<AppBudgetView> GetAsync() => Task.FromResult(new AppBudgetView { Budget = RulesOver(Copy()).View(Now), Waiting = _shares.Waiting() });

    private BudgetState Copy() => _state.State with { Spent = [.. _state.State.Spent] };

    private RequestBudget RulesOver(BudgetState state) =>
        new(state, _options.AppLimit, (int)(_options.AppLimit * _options.AppLiveReserve), _options.Window + _options.Margin);
}
