using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Estimate of the aerobic capacity.</summary>
public sealed record Vo2Max : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Version and time of the last change; absent since 1.34.</summary>
    [JsonPropertyName("meta")]
    public DocumentMeta? Meta { get; init; }

    /// <summary>The day that Oura gives it to, local to the wearer. Never derived from a time.</summary>
    [JsonPropertyName("day")]
    public required DateOnly Day { get; init; }

    /// <summary>When it was estimated, with the offset of the wearer.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>VO2 max in ml/kg/min.</summary>
    [JsonPropertyName("vo2_max")]
    public required int Value { get; init; }
}
