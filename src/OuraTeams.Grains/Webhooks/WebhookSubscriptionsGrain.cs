using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>Keeps one subscription for each kind of document and kind of event of an app.</summary>
[GrainType(Names.WebhookSubscriptions)]
internal sealed class WebhookSubscriptionsGrain(OuraApps apps, IOptions<WebhookOptions> options) : Grain, IWebhookSubscriptionsGrain
{
    private static readonly string[] EventTypes = ["create", "update", "delete"];

    public async Task<SubscriptionsReport> EnsureAsync()
    {
        string name = this.GetPrimaryKeyString();
        OuraApp app = apps.Find(name) ?? throw new InvalidOperationException($"The settings name no Oura app {name}.");
        IReadOnlyList<WebhookSubscription> present = await app.Subscriptions.ListAsync(CancellationToken.None);
        string callback = options.Value.Callback(name).AbsoluteUri;
        int standing = 0;
        int created = 0;
        var missing = new List<string>();
        foreach (string dataType in FollowedKinds.All.Select(kind => kind.DataType))
        {
            foreach (string eventType in EventTypes)
            {
                WebhookSubscription? held = present.FirstOrDefault(subscription =>
                    subscription.DataType == dataType && subscription.EventType == eventType);
                if (held?.CallbackUrl == callback)
                {
                    standing++;
                    continue;
                }

                try
                {
                    if (held is not null)
                    {
                        // It calls another address, and Oura allows one for each pair.
                        await app.Subscriptions.DeleteAsync(held.Id, CancellationToken.None);
                    }

                    await app.Subscriptions.CreateAsync(
                        new Uri(callback), WebhookVerification.Token(app), eventType, dataType, CancellationToken.None);
                    standing++;
                    created++;
                }
                catch (OuraException failure)
                {
                    missing.Add($"{dataType}.{eventType}: {failure.Message}");
                }
            }
        }

        return new SubscriptionsReport { Standing = standing, Created = created, Missing = missing };
    }
}
