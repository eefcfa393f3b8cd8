using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// Keeps one subscription for each kind of document and kind of event of an app: adopts those that stand, repairs those
/// that call another address, prolongs those that end soon, creates what is missing.
/// </summary>
[GrainType(Names.WebhookSubscriptions)]
internal sealed class WebhookSubscriptionsGrain(OuraApps apps, IOptions<WebhookOptions> options, TimeProvider clock) : Grain, IWebhookSubscriptionsGrain
{
    private static readonly WebhookEventType[] EventTypes = [WebhookEventType.Create, WebhookEventType.Update, WebhookEventType.Delete];

    public async Task<SubscriptionsReport> EnsureAsync()
    {
        string name = this.GetPrimaryKeyString();
        OuraApp app = apps.Find(name) ?? throw new InvalidOperationException($"The settings name no Oura app {name}.");
        ILookup<(string DataType, string EventType), WebhookSubscription> present = (await app.Subscriptions.ListAsync(CancellationToken.None))
            .ToLookup(subscription => (subscription.DataType.Text, subscription.EventType.Text));
        var report = new SubscriptionsReport { Standing = 0, Created = 0, Missing = [], Repaired = 0, Renewed = 0, Removed = 0 };
        foreach (DocumentKind kind in FollowedKinds.Documents)
        {
            foreach (OpenEnum<WebhookEventType> eventType in EventTypes)
            {
                report = await EnsureAsync(app, kind.DataType, eventType, [.. present[(kind.DataType, eventType.Text)]], report);
            }
        }

        return report;
    }

    private async Task<SubscriptionsReport> EnsureAsync(
        OuraApp app, string dataType, OpenEnum<WebhookEventType> eventType, IReadOnlyList<WebhookSubscription> held, SubscriptionsReport report)
    {
        Uri callback = options.Value.Callback(app.Name);
        try
        {
            if (held.Count == 0)
            {
                await app.Subscriptions.CreateAsync(callback, WebhookVerification.Token(app), eventType, dataType, CancellationToken.None);
                return report with { Standing = report.Standing + 1, Created = report.Created + 1 };
            }

            // Oura allows one for a pair; should there be more, every event would come as often.
            foreach (WebhookSubscription second in held.Skip(1))
            {
                await app.Subscriptions.DeleteAsync(second.Id, CancellationToken.None);
                report = report with { Removed = report.Removed + 1 };
            }

            if (held[0].CallbackUrl != callback.AbsoluteUri)
            {
                await app.Subscriptions.UpdateAsync(
                    held[0].Id, new WebhookSubscriptionChange { VerificationToken = WebhookVerification.Token(app), CallbackUrl = callback }, CancellationToken.None);
                report = report with { Repaired = report.Repaired + 1 };
            }

            if (held[0].ExpirationTime is { } end && end - options.Value.RenewAhead <= clock.GetUtcNow())
            {
                await app.Subscriptions.RenewAsync(held[0].Id, CancellationToken.None);
                report = report with { Renewed = report.Renewed + 1 };
            }

            return report with { Standing = report.Standing + 1 };
        }
        catch (OuraException failure)
        {
            return report with { Missing = [.. report.Missing, $"{dataType}.{eventType}: {failure.Message}"] };
        }
    }
}
