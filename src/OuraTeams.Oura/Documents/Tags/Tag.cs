using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Tags;

/// <summary>A note of the wearer, in the older form.</summary>
public sealed record Tag : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The day that Oura gives it to, local to the wearer. Never derived from a time.</summary>
    [JsonPropertyName("day")]
    public required DateOnly Day { get; init; }

    /// <summary>The wearer's own words.</summary>
    [JsonPropertyName("text")]
    public required string? Text { get; init; }

    /// <summary>When, with the offset of the wearer.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Codes of the tags.</summary>
    [JsonPropertyName("tags")]
    public required IReadOnlyList<string> Tags { get; init; }
}
