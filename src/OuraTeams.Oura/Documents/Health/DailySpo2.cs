using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Oxygen saturation of one night.</summary>
public sealed record DailySpo2 : OpenRecord
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

    /// <summary>Oxygen saturation in the sleep of the night.</summary>
    [JsonPropertyName("spo2_percentage")]
    public Spo2Percentage? Percentage { get; init; }

    /// <summary>Breathing disturbance, 0 to 100.</summary>
    [JsonPropertyName("breathing_disturbance_index")]
    public int? BreathingDisturbanceIndex { get; init; }
}
