using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents;

/// <summary>Values at a fixed distance in time.</summary>
public sealed record Sample : OpenRecord
{
    /// <summary>Seconds between two items.</summary>
    [JsonPropertyName("interval")]
    public required double Interval { get; init; }

    /// <summary>The values in order of time; null where there is none.</summary>
    [JsonPropertyName("items")]
    public required IReadOnlyList<double?> Items { get; init; }

    /// <summary>The time of the first item, with the offset of the wearer.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}
