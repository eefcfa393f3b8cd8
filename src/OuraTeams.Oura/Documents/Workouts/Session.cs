using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>A guided or unguided moment of rest in the app.</summary>
public sealed record Session : OpenRecord
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

    /// <summary>What was done.</summary>
    [JsonPropertyName("type")]
    public required OpenEnum<SessionType> Type { get; init; }

    /// <summary>How the wearer felt.</summary>
    [JsonPropertyName("mood")]
    public OpenEnum<SessionMood>? Mood { get; init; }

    /// <summary>When it began, with the offset of the wearer.</summary>
    [JsonPropertyName("start_datetime")]
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended, with the offset of the wearer.</summary>
    [JsonPropertyName("end_datetime")]
    public required DateTimeOffset End { get; init; }

    /// <summary>Heart rate in beats a minute.</summary>
    [JsonPropertyName("heart_rate")]
    public Sample? HeartRate { get; init; }

    /// <summary>Heart rate variability (RMSSD) in ms.</summary>
    [JsonPropertyName("heart_rate_variability")]
    public Sample? HeartRateVariability { get; init; }

    /// <summary>Motion.</summary>
    [JsonPropertyName("motion_count")]
    public Sample? MotionCount { get; init; }
}
