using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Stress and recovery of one day.</summary>
public sealed record DailyStress : OpenRecord
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

    /// <summary>Seconds of high stress.</summary>
    [JsonPropertyName("stress_high")]
    public int? StressHigh { get; init; }

    /// <summary>Seconds of high recovery.</summary>
    [JsonPropertyName("recovery_high")]
    public int? RecoveryHigh { get; init; }

    /// <summary>The day in one word.</summary>
    [JsonPropertyName("day_summary")]
    public OpenEnum<StressSummary>? DaySummary { get; init; }
}
