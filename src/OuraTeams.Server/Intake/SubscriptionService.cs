using Microsoft.Extensions.Options;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;

namespace OuraTeams.Server.Intake;

/// <summary>
/// Has every app's webhook subscriptions checked: once the server listens (Oura calls back while it creates one), and
/// again each period.
/// </summary>
internal sealed class SubscriptionService(
    IClusterClient cluster, OuraApps apps, IOptions<WebhookOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SubscriptionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource();
        await using CancellationTokenRegistration started = lifetime.ApplicationStarted.Register(() => listening.TrySetResult());
        await listening.Task.WaitAsync(stoppingToken);
        while (true)
        {
            bool whole = true;
            foreach (OuraApp app in apps.All)
            {
                whole &= await EnsureAsync(app.Name);
            }

            TimeSpan pause = whole || AfterFailure > options.Value.CheckPeriod ? options.Value.CheckPeriod : AfterFailure;
            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    private async Task<bool> EnsureAsync(string app)
    {
        try
        {
            SubscriptionsReport report = await cluster.GetGrain<IWebhookSubscriptionsGrain>(app).EnsureAsync();
            SubscriptionInstruments.Checked(app, report);
            if (report.Created + report.Repaired + report.Renewed + report.Removed > 0)
            {
                SubscriptionLog.SubscriptionsChanged(logger, app, report.Standing, report.Created, report.Repaired, report.Renewed, report.Removed);
            }

            if (report.Unreadable > 0)
            {
                SubscriptionLog.SubscriptionsUnreadable(logger, app, report.Unreadable);
            }

            foreach (string missing in report.Missing)
            {
                SubscriptionLog.SubscriptionMissing(logger, app, missing);
            }

            return report.Missing.Count == 0;
        }
        catch (Exception error) when (error is OuraNotAnsweringException or OrleansException or TimeoutException)
        {
            SubscriptionInstruments.NotChecked(app);
            SubscriptionLog.SubscriptionsNotChecked(logger, error, app);
            return false;
        }
    }
}
