using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>One workout, found by the ring or entered by the wearer.</summary>
public sealed record Workout : OpenRecord
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

    /// <summary>What was done, such as <c>running</c>. Free text of Oura's.</summary>
    [JsonPropertyName("activity")]
    public required string Activity { get; init; }

    /// <summary>How hard it was.</summary>
    [JsonPropertyName("intensity")]
    public required OpenEnum<WorkoutIntensity> Intensity { get; init; }

    /// <summary>How Oura came to know of it.</summary>
    [JsonPropertyName("source")]
    public required OpenEnum<WorkoutSource> Source { get; init; }

    /// <summary>The wearer's own name for it.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>Energy in kcal.</summary>
    [JsonPropertyName("calories")]
    public double? Calories { get; init; }

    /// <summary>Distance in metres.</summary>
    [JsonPropertyName("distance")]
    public double? Distance { get; init; }

    /// <summary>When it began, with the offset of the wearer.</summary>
    [JsonPropertyName("start_datetime")]
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended, with the offset of the wearer.</summary>
    [JsonPropertyName("end_datetime")]
    public required DateTimeOffset End { get; init; }
}
