using System.Diagnostics.Metrics;

namespace OuraTeams.Streaming;

/// <summary>What the durable queue measures.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "OuraTeams.Streaming";

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Appended = Meter.CreateCounter<long>("ourateams.queue.appended", "{message}", "Messages stored.");

    internal static readonly Counter<long> NotAppended = Meter.CreateCounter<long>("ourateams.queue.not_appended", "{message}", "Appends that failed, also because a partition was full.");

    internal static readonly Counter<long> Reclaimed = Meter.CreateCounter<long>("ourateams.queue.reclaimed", "{message}", "Pending messages without a reader that were taken over.");

    internal static readonly Counter<long> Lost = Meter.CreateCounter<long>("ourateams.queue.lost", "{message}", "Pending messages that were gone from the store before they were acknowledged.");

    internal static readonly Counter<long> Acknowledged = Meter.CreateCounter<long>("ourateams.queue.acknowledged", "{message}", "Messages delivered and removed.");

    internal static readonly Counter<long> Replayed = Meter.CreateCounter<long>("ourateams.queue.replayed", "{message}", "Dead letters that were appended again.");

    internal static readonly Histogram<double> Age = Meter.CreateHistogram(
        "ourateams.queue.age",
        "s",
        "Age of messages when they are read.",
        null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600] });

    private static readonly string[] Reasons = ["undecodable", "not_delivered", "no_subscriber", "id_out_of_range", "delivered_too_often", "unknown_format"];

    private static readonly Counter<long> DeadLettered = Meter.CreateCounter<long>("ourateams.queue.dead_letters", "{message}", "Messages moved to the dead letters, by reason.");

    /// <summary>
    /// Shows every counter at zero, for all that its labels can be. Without it a first failure would be the first that a
    /// monitoring system hears of a series, and no increase.
    /// </summary>
    public static void Begin()
    {
        foreach (Counter<long> counter in new[] { Appended, NotAppended, Reclaimed, Lost, Acknowledged, Replayed })
        {
            counter.Add(0);
        }

        foreach (string reason in Reasons)
        {
            CountDeadLetter(reason, 0);
        }
    }

    internal static void CountDeadLetter(string reason, int messages = 1) =>
        DeadLettered.Add(messages, new KeyValuePair<string, object?>("reason", reason.Replace(' ', '_')));
}
