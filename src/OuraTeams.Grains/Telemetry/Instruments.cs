using System.Diagnostics;
using System.Diagnostics.Metrics;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Telemetry;

/// <summary>What the grains measure. Labels are bounded: kinds, outcomes, reasons; never an id.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "OuraTeams.Grains";

    /// <summary>Name of the histogram from an event's intake to the team's columns.</summary>
    public const string EventToAggregateName = "ourateams.event_to_aggregate.duration";

    private const string Ok = "ok";
    private const string Refused = "refused";

    private static readonly Meter Meter = new(Name);

    private static readonly InstrumentAdvice<double> Calls = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, 21600] };

    private static readonly string[] Routes = ["marked", "unknown_type", "unknown_user", "put_off", "given_up"];

    private static readonly string[] DropReasons = ["scope_not_granted", "refused_as_invalid", "not_served", "answer_unusable"];

    private static readonly string[] Budgets = ["token", "app"];

    private static readonly Counter<long> RoutedEvents = Meter.CreateCounter<long>("ourateams.events.routed", "{event}", "Events taken from the queue, by outcome.");

    private static readonly Counter<long> Fetches = Meter.CreateCounter<long>("ourateams.fetches", "{fetch}", "Reads from Oura, by kind of document and outcome.");

    private static readonly Histogram<double> FetchDuration = Meter.CreateHistogram("ourateams.fetch.duration", "s", "Time of a read from Oura, all its pages and repeats included, by kind of document and outcome.", null, Calls);

    private static readonly Counter<long> Refreshes = Meter.CreateCounter<long>("ourateams.token.refreshes", "{refresh}", "Refreshes of a credential, by outcome.");

    private static readonly Counter<long> MissedDocuments = Meter.CreateCounter<long>("ourateams.reconcile.missed", "{document}", "Documents that a comparison found and no webhook had announced, by kind.");

    private static readonly Counter<long> SpentRequests = Meter.CreateCounter<long>("ourateams.budget.spent", "{request}", "Requests taken from the budgets, by priority.");

    private static readonly Counter<long> BudgetWaits = Meter.CreateCounter<long>("ourateams.budget.waits", "{wait}", "Requests that had to wait for a budget, by priority and budget.");

    private static readonly Histogram<double> BudgetWait = Meter.CreateHistogram("ourateams.budget.wait.duration", "s", "How long a request had to wait for a budget, by priority and budget.", null, Waits);

    private static readonly UpDownCounter<long> WaitingAccounts = Meter.CreateUpDownCounter<long>("ourateams.budget.waiting", "{account}", "Accounts that wait in line for their app's budget, by priority.");

    private static readonly Counter<long> DroppedMarks = Meter.CreateCounter<long>("ourateams.marks.dropped", "{mark}", "Marks given up, by reason.");

    private static readonly Counter<long> UnusableDocuments = Meter.CreateCounter<long>("ourateams.documents.unusable", "{document}", "Documents and rows that can't be used, by kind and reason.");

    private static readonly Counter<long> ImplausibleValues = Meter.CreateCounter<long>("ourateams.values.implausible", "{value}", "Values taken as missing since they can't be true, by kind.");

    private static readonly Histogram<double> EventToAggregate = Meter.CreateHistogram(EventToAggregateName, "s", "Time from an event's intake until the team's columns have its values.", null, Waits);

    private static readonly Counter<long> ConnectionChanges = Meter.CreateCounter<long>("ourateams.connection.changes", "{change}", "Changes of a ring's connection, by the state that it came to and the reason.");

    private static readonly Histogram<double> PartitionBuild = Meter.CreateHistogram("ourateams.partition.build.duration", "s", "Time in which a team partition gathered its members' days when it was activated.", null, Calls);

    /// <summary>
    /// Shows every counter at zero, for all that its labels can be. Without it a first failure would be the first that a
    /// monitoring system hears of a series, and no increase.
    /// </summary>
    public static void Begin()
    {
        Zero(RoutedEvents, Routes.Select(outcome => Tags(("outcome", outcome))));
        Zero(Fetches, Kinds().SelectMany(kind => Outcomes().Select(outcome => Tags(("kind", kind), ("outcome", outcome)))));
        Zero(Refreshes, Outcomes().Append(Refused).Select(outcome => Tags(("outcome", outcome))));
        Zero(MissedDocuments, Kinds().Select(kind => Tags(("kind", kind))));
        Zero(UnusableDocuments, Kinds().SelectMany(kind => Label<UnusableReason>.All.Select(reason => Tags(("kind", kind), ("reason", reason)))));
        Zero(ImplausibleValues, Kinds().Select(kind => Tags(("kind", kind))));
        Zero(SpentRequests, Label<RequestPriority>.All.Select(priority => Tags(("priority", priority))));
        Zero(BudgetWaits, Label<RequestPriority>.All.SelectMany(priority => Budgets.Select(budget => Tags(("priority", priority), ("budget", budget)))));
        foreach (string priority in Label<RequestPriority>.All)
        {
            WaitingAccounts.Add(0, Tags(("priority", priority)));
        }

        foreach (RequestPriority priority in Enum.GetValues<RequestPriority>())
        {
            WaitingChanged(priority, 0);
        }

        Zero(DroppedMarks, DropReasons.Select(reason => Tags(("reason", reason))));
        Zero(ConnectionChanges, Label<ConnectionStatus>.All.SelectMany(state => Label<ReconnectReason>.All
            .Where(reason => reason == Label<ReconnectReason>.Of(ReconnectReason.None) != (state == Label<ConnectionStatus>.Of(ConnectionStatus.NeedsReconnect)))
            .Select(reason => Tags(("state", state), ("reason", reason)))));
        ActiveGrains.Begin();
    }

    /// <summary>An event was taken from the queue.</summary>
    internal static void Routed(string outcome) => RoutedEvents.Add(1, Tags(("outcome", outcome)));

    /// <summary>A read from Oura came to an end.</summary>
    /// <param name="kind">What was read.</param>
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <param name="began">When it began, as <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal static void Fetched(OuraKind kind, OuraFailure? failure, long began)
    {
        TagList tags = Tags(("kind", kind.Name), ("outcome", Outcome(failure)));
        Fetches.Add(1, tags);
        FetchDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }

    /// <summary>A refresh of a credential came to an end; a refusal is one of the stored refresh token.</summary>
    internal static void Refreshed(OuraFailure? failure) =>
        Refreshes.Add(1, Tags(("outcome", failure == OuraFailure.InvalidGrant ? Refused : Outcome(failure))));

    /// <summary>A comparison found documents that no webhook had announced.</summary>
    internal static void Missed(OuraKind kind, int documents) => MissedDocuments.Add(documents, Tags(("kind", kind.Name)));

    /// <summary>Documents, or rows of a time series, can't be used.</summary>
    internal static void Unusable(OuraKind kind, UnusableReason reason, int documents) =>
        UnusableDocuments.Add(documents, Tags(("kind", kind.Name), ("reason", Label<UnusableReason>.Of(reason))));

    /// <summary>Values of a document can't be true.</summary>
    internal static void Implausible(OuraKind kind, int values) => ImplausibleValues.Add(values, Tags(("kind", kind.Name)));

    /// <summary>A request was taken from the budgets.</summary>
    internal static void Spent(RequestPriority priority) => SpentRequests.Add(1, Tags(("priority", Label<RequestPriority>.Of(priority))));

    /// <summary>A request has to wait for a budget.</summary>
    internal static void Waited(RequestPriority priority, string budget, TimeSpan wait)
    {
        TagList tags = Tags(("priority", Label<RequestPriority>.Of(priority)), ("budget", budget));
        BudgetWaits.Add(1, tags);
        BudgetWait.Record(Math.Max(0, wait.TotalSeconds), tags);
    }

    /// <summary>More or fewer accounts wait in line for their app's budget.</summary>
    internal static void WaitingChanged(RequestPriority priority, int by) => WaitingAccounts.Add(by, Tags(("priority", Label<RequestPriority>.Of(priority))));

    /// <summary>Marks were given up.</summary>
    internal static void Dropped(int marks, string reason) => DroppedMarks.Add(marks, Tags(("reason", reason.Replace(' ', '_'))));

    /// <summary>The values of an event are in a team's columns.</summary>
    internal static void Aggregated(TimeSpan sinceIntake) => EventToAggregate.Record(Math.Max(0, sinceIntake.TotalSeconds));

    /// <summary>A ring's connection changed.</summary>
    internal static void ConnectionChanged(ConnectionStatus state, ReconnectReason reason) =>
        ConnectionChanges.Add(1, Tags(("state", Label<ConnectionStatus>.Of(state)), ("reason", Label<ReconnectReason>.Of(reason))));

    /// <summary>A partition has gathered its members' days.</summary>
    internal static void Built(TimeSpan duration) => PartitionBuild.Record(duration.TotalSeconds);

    private static IEnumerable<string> Kinds() => FollowedKinds.All.Select(kind => kind.Name);

    private static IEnumerable<string> Outcomes() => Label<OuraFailure>.All.Prepend(Ok);

    private static string Outcome(OuraFailure? failure) => failure is { } why ? Label<OuraFailure>.Of(why) : Ok;

    private static void Zero(Counter<long> counter, IEnumerable<TagList> labels)
    {
        foreach (TagList tags in labels)
        {
            counter.Add(0, tags);
        }
    }

    private static TagList Tags(params ReadOnlySpan<(string Key, string Value)> pairs)
    {
        var tags = new TagList();
        foreach ((string key, string value) in pairs)
        {
            tags.Add(key, value);
        }

        return tags;
    }
}
