using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>A note of the wearer in rest mode.</summary>
public sealed record RestModeEpisode : OpenRecord
{
    /// <summary>Codes of the tags.</summary>
    [JsonPropertyName("tags")]
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>When, with the offset of the wearer.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }
}
