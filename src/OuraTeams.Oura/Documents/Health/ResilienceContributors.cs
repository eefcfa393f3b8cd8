using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>What the resilience level is made of.</summary>
public sealed record ResilienceContributors : OpenRecord
{
    /// <summary>Recovery in sleep. 0 to 100.</summary>
    [JsonPropertyName("sleep_recovery")]
    public required double SleepRecovery { get; init; }

    /// <summary>Recovery in the daytime. 0 to 100.</summary>
    [JsonPropertyName("daytime_recovery")]
    public required double DaytimeRecovery { get; init; }

    /// <summary>Stress. 0 to 100.</summary>
    [JsonPropertyName("stress")]
    public required double Stress { get; init; }
}
