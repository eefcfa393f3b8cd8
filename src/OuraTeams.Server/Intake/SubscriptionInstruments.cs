using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OuraTeams.Contracts.Webhooks;

namespace OuraTeams.Server.Intake;

/// <summary>What the checks of webhook subscriptions measure.</summary>
internal static class SubscriptionInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "OuraTeams.Server";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Checks = Meter.CreateCounter<long>(
        "ourateams.webhook.checks", "{check}", "Checks of an app's webhook subscriptions, by app and outcome.");

    /// <summary>The newest report of each app that the settings name.</summary>
    private static readonly ConcurrentDictionary<string, (int Standing, int Missing)> Reports = new(StringComparer.Ordinal);

    static SubscriptionInstruments() => Meter.CreateObservableGauge(
        "ourateams.webhook.subscriptions", Subscriptions, "{subscription}", "Webhook subscriptions at the last check, by app and state.");

    /// <summary>Shows every counter at zero.</summary>
    public static void Begin(IEnumerable<string> apps)
    {
        foreach (string app in apps)
        {
            Count(app, "ok", 0);
            Count(app, "failed", 0);
        }
    }

    /// <summary>The subscriptions of an app were checked.</summary>
    public static void Checked(string app, SubscriptionsReport report)
    {
        Reports[app] = (report.Standing, report.Missing.Count);
        Count(app, "ok", 1);
    }

    /// <summary>They could not be.</summary>
    public static void NotChecked(string app) => Count(app, "failed", 1);

    private static void Count(string app, string outcome, int checks) =>
        Checks.Add(checks, new KeyValuePair<string, object?>("app", app), new KeyValuePair<string, object?>("outcome", outcome));

    private static IEnumerable<Measurement<long>> Subscriptions() => Reports.SelectMany(report => new[]
    {
        Measurement(report.Key, "standing", report.Value.Standing),
        Measurement(report.Key, "missing", report.Value.Missing),
    });

    private static Measurement<long> Measurement(string app, string state, int subscriptions) =>
        new(subscriptions, new KeyValuePair<string, object?>("app", app), new KeyValuePair<string, object?>("state", state));
}
