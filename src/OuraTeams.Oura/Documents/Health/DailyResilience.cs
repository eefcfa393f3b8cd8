using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Resilience as of one day.</summary>
public sealed record DailyResilience : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The day that Oura gives it to, local to the wearer. Never derived from a time.</summary>
    [JsonPropertyName("day")]
    public required DateOnly Day { get; init; }

    /// <summary>The level.</summary>
    [JsonPropertyName("level")]
    public required OpenEnum<ResilienceLevel> Level { get; init; }

    /// <summary>What the level is made of.</summary>
    [JsonPropertyName("contributors")]
    public required ResilienceContributors Contributors { get; init; }
}
