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

    internal static readonly Histogram<double> Age = Meter.CreateHistogram<double>("ourateams.queue.age", "s", "Age of messages when they are read.");

    private static readonly Counter<long> Buried = Meter.CreateCounter<long>("ourateams.queue.dead_letters", "{message}", "Messages moved to the dead letters, by reason.");

    internal static void Bury(string reason) => Buried.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
