using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.TimeSeries;

/// <summary>One reading of a ring's battery.</summary>
public sealed record RingBatteryLevel : OpenRecord
{
    /// <summary>When, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The same in milliseconds since 1970. Absent in older rows.</summary>
    [JsonPropertyName("timestamp_unix")]
    public long? TimestampUnix { get; init; }

    /// <summary>Charge in percent.</summary>
    [JsonPropertyName("level")]
    public required int Level { get; init; }

    /// <summary>True when it charges.</summary>
    [JsonPropertyName("charging")]
    public bool? Charging { get; init; }

    /// <summary>True when the ring is in its charger.</summary>
    [JsonPropertyName("in_charger")]
    public bool? InCharger { get; init; }
}
