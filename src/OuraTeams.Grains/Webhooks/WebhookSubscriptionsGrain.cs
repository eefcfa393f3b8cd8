using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>The webhook subscriptions of one app.</summary>
[GrainType(Names.WebhookSubscriptions)]
internal sealed class WebhookSubscriptionsGrain(
    [PersistentState("subscriptions", Names.Storage)] IPersistentState<SubscriptionsState> state,
    OuraApps apps,
    IOptions<WebhookOptions> options,
    TimeProvider clock) : Grain, IWebhookSubscriptionsGrain
{
    private SubscriptionKeeper? _keeper;

    private SubscriptionKeeper Keeper => _keeper ??= new SubscriptionKeeper(
        apps.Find(this.GetPrimaryKeyString()) ?? throw new InvalidOperationException($"The settings name no Oura app {this.GetPrimaryKeyString()}."),
        options.Value,
        state,
        WriteAsync,
        clock);

    public Task<SubscriptionsReport> EnsureAsync() => Keeper.EnsureAsync();

    public Task<SubscriptionsView> GetAsync() => Keeper.GetAsync();

    /// <summary>After a write whose outcome is unknown memory can't be trusted: another activation may be at work.</summary>
    private async Task WriteAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
