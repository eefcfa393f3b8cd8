using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Readiness;

/// <summary>Readiness as one period of sleep alone would make it.</summary>
public sealed record SleepReadiness : OpenRecord
{
    /// <summary>Readiness score. 1 to 100.</summary>
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
