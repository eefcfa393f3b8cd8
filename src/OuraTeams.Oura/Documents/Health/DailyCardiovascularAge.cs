using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Cardiovascular age as of one day.</summary>
public sealed record DailyCardiovascularAge : OpenRecord
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

    /// <summary>Age of the arteries in years, 18 to 100.</summary>
    [JsonPropertyName("vascular_age")]
    public int? VascularAge { get; init; }

    /// <summary>Pulse wave velocity in m/s. Since 1.34.</summary>
    [JsonPropertyName("pulse_wave_velocity")]
    public double? PulseWaveVelocity { get; init; }
}
