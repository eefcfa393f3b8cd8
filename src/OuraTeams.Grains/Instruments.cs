using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OuraTeams.Grains;

/// <summary>What the grains measure. Labels are bounded: kinds, outcomes, reasons; never an id.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "OuraTeams.Grains";

    /// <summary>Name of the histogram from an event's intake to the team's columns.</summary>
    public const string EventToAggregateName = "ourateams.event_to_aggregate.duration";

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Routed = Meter.CreateCounter<long>("ourateams.events.routed", "{event}", "Events taken from the queue, by outcome.");

    internal static readonly Counter<long> Fetches = Meter.CreateCounter<long>("ourateams.fetches", "{request}", "Reads from Oura, by kind of document and outcome.");

    internal static readonly Counter<long> Refreshes = Meter.CreateCounter<long>("ourateams.token.refreshes", "{refresh}", "Refreshes of a credential, by outcome.");

    internal static readonly Counter<long> Missed = Meter.CreateCounter<long>("ourateams.reconcile.missed", "{document}", "Documents that a comparison found and no webhook had announced, by kind.");

    internal static readonly Counter<long> Spent = Meter.CreateCounter<long>("ourateams.budget.spent", "{request}", "Requests set aside, by priority.");

    internal static readonly Counter<long> Waited = Meter.CreateCounter<long>("ourateams.budget.waits", "{wait}", "Wishes for a request that had to wait, by priority and budget.");

    internal static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>("ourateams.budget.waiting", "{account}", "Accounts that wait in line for their app's budget, by priority.");

    internal static readonly Counter<long> Dropped = Meter.CreateCounter<long>("ourateams.marks.dropped", "{mark}", "Marks given up, by reason.");

    internal static readonly Counter<long> Unusable = Meter.CreateCounter<long>("ourateams.documents.unusable", "{document}", "Documents that could not be read, by kind.");

    internal static readonly Counter<long> Implausible = Meter.CreateCounter<long>("ourateams.values.implausible", "{value}", "Values taken as missing since they can't be true, by kind.");

    internal static readonly Histogram<double> EventToAggregate = Meter.CreateHistogram<double>(EventToAggregateName, "s", "Time from an event's intake until the team's columns have its values.");

    internal static void Fetched(string kind, string outcome) =>
        Fetches.Add(1, new TagList { { "kind", kind }, { "outcome", outcome } });
}
