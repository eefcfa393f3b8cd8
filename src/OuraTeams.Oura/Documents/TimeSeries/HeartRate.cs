using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.TimeSeries;

/// <summary>One measurement of the heart rate.</summary>
public sealed record HeartRate : OpenRecord
{
    /// <summary>When, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The same in milliseconds since 1970. Absent in older rows.</summary>
    [JsonPropertyName("timestamp_unix")]
    public long? TimestampUnix { get; init; }

    /// <summary>Beats a minute.</summary>
    [JsonPropertyName("bpm")]
    public required int Bpm { get; init; }

    /// <summary>What the wearer was doing.</summary>
    [JsonPropertyName("source")]
    public required OpenEnum<HeartRateSource> Source { get; init; }
}
