using System.Diagnostics.Metrics;

namespace OuraTeams.Server.Intake;

/// <summary>What intake measures.</summary>
internal static class IntakeInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "OuraTeams.Intake";

    /// <summary>Name of the counter of deliveries, by outcome.</summary>
    public const string DeliveriesName = "ourateams.intake.deliveries";

    /// <summary>Outcome: on disk, answered 200.</summary>
    public const string Accepted = "accepted";

    /// <summary>Outcome: not read to its end.</summary>
    public const string TooLarge = "too_large";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(DeliveriesName, "{delivery}", "Webhook deliveries, by outcome.");

    public static readonly Counter<long> UnreadableTimestamps = Meter.CreateCounter<long>(
        "ourateams.intake.unreadable_timestamps", "{delivery}", "Signed deliveries whose timestamp could not be read.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "ourateams.intake.duration",
        "s",
        "Time from a delivery's last byte until it is on disk or refused, by outcome.",
        null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly string[] Outcomes =
        [Accepted, "unknown_app", "unsigned", "wrong_signature", "stale", "invalid", "not_queued", TooLarge];

    /// <summary>Shows every counter at zero.</summary>
    public static void Begin()
    {
        UnreadableTimestamps.Add(0);
        foreach (string outcome in Outcomes)
        {
            Deliveries.Add(0, Tag(outcome));
        }
    }

    /// <summary>A delivery was answered.</summary>
    public static void Answered(string outcome, TimeSpan duration)
    {
        Deliveries.Add(1, Tag(outcome));
        Duration.Record(duration.TotalSeconds, Tag(outcome));
    }

    private static KeyValuePair<string, object?> Tag(string outcome) => new("outcome", outcome);
}
