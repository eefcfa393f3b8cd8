using System.Diagnostics.Metrics;

namespace OuraTeams.Server;

/// <summary>What intake measures.</summary>
internal static class IntakeInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "OuraTeams.Intake";

    /// <summary>Name of the counter of deliveries, by outcome.</summary>
    public const string DeliveriesName = "ourateams.intake.deliveries";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(DeliveriesName, "{delivery}", "Webhook deliveries, by outcome.");

    public static readonly Counter<long> UnreadableTimestamps = Meter.CreateCounter<long>(
        "ourateams.intake.unreadable_timestamps", "{delivery}", "Signed deliveries whose timestamp could not be read.");

    public static void Count(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
