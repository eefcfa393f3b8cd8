using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Advice for the bedtime of one day.</summary>
public sealed record SleepTime : OpenRecord
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

    /// <summary>Between which times to go to bed. Often null.</summary>
    [JsonPropertyName("optimal_bedtime")]
    public SleepTimeWindow? OptimalBedtime { get; init; }

    /// <summary>What Oura advises.</summary>
    [JsonPropertyName("recommendation")]
    public OpenEnum<SleepTimeRecommendation>? Recommendation { get; init; }

    /// <summary>Whether there was enough to go by.</summary>
    [JsonPropertyName("status")]
    public OpenEnum<SleepTimeStatus>? Status { get; init; }
}
