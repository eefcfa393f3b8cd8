using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.TimeSeries;

/// <summary>Time between two heart beats. Version 1.29 only, for partners in research.</summary>
public sealed record InterbeatInterval : OpenRecord
{
    /// <summary>When, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The same in milliseconds since 1970. Absent in older rows.</summary>
    [JsonPropertyName("timestamp_unix")]
    public long? TimestampUnix { get; init; }

    /// <summary>Milliseconds between two beats.</summary>
    [JsonPropertyName("ibi")]
    public required int Ibi { get; init; }

    /// <summary>1 good, 2 bad, 3 corrected, 0 raw, -1 and -2 a gap. Trust 1 and 3.</summary>
    [JsonPropertyName("validity")]
    public required int Validity { get; init; }
}
