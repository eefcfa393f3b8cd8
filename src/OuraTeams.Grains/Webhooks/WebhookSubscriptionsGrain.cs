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
