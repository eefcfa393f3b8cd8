using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.States;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Webhooks;

/// <summary>The webhook subscriptions of one app.</summary>
[GrainType(Names.WebhookSubscriptions)]
internal sealed class WebhookSubscriptionsGrain : Grain, IWebhookSubscriptionsGrain, IDisposable
{
    private readonly IPersistentState<SubscriptionsState> _state;
    private readonly OuraApps _apps;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Writes only: the grain is not reentrant, so that one call at a time changes the state.</summary>
    private readonly StateLock _states;
    private SubscriptionKeeper? _keeper;

    public WebhookSubscriptionsGrain(
        [PersistentState("subscriptions", Names.Storage)] IPersistentState<SubscriptionsState> state, OuraApps apps, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        (_state, _apps, _options, _clock) = (state, apps, options.Value, clock);
        _states = new StateLock(DeactivateOnIdle);
    }

    private SubscriptionKeeper Keeper => _keeper ??= new SubscriptionKeeper(
        _apps.Find(this.GetPrimaryKeyString()) ?? throw new InvalidOperationException($"The settings name no Oura app {this.GetPrimaryKeyString()}."),
        _options,
        _state,
        () => _states.WriteAsync(_state, _state.State),
        _clock);

    public void Dispose() => _states.Dispose();

    public Task<SubscriptionsReport> EnsureAsync() => AskAsync(Keeper.EnsureAsync);

    public Task<SubscriptionsView> GetAsync() => AskAsync(Keeper.GetAsync);

    /// <summary>The caller may be in another process, which knows nothing of the client's exceptions.</summary>
    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OuraException failure)
        {
            throw new OuraNotAnsweringException(failure.Message);
        }
    }
}
