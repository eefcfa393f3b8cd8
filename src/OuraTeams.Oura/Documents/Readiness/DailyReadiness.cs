using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Readiness;

/// <summary>Readiness of one day.</summary>
public sealed record DailyReadiness : OpenRecord
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

    /// <summary>When the day begins for this document, with the offset of the wearer. Don't take the day from it.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Readiness score of the day. 1 to 100.</summary>
    [JsonPropertyName("score")]
    public int? Score { get; init; }

    /// <summary>Deviation of the body temperature from the wearer's own usual, in degrees Celsius.</summary>
    [JsonPropertyName("temperature_deviation")]
    public double? TemperatureDeviation { get; init; }

    /// <summary>The same over the last days, in degrees Celsius.</summary>
    [JsonPropertyName("temperature_trend_deviation")]
    public double? TemperatureTrendDeviation { get; init; }

    /// <summary>What the score is made of.</summary>
    [JsonPropertyName("contributors")]
    public required ReadinessContributors Contributors { get; init; }
}
