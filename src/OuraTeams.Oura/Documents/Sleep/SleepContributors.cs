using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>What the sleep score is made of.</summary>
public sealed record SleepContributors : OpenRecord
{
    /// <summary>Deep sleep. 1 to 100.</summary>
    [JsonPropertyName("deep_sleep")]
    public int? DeepSleep { get; init; }

    /// <summary>Efficiency. 1 to 100.</summary>
    [JsonPropertyName("efficiency")]
    public int? Efficiency { get; init; }

    /// <summary>Time to fall asleep. 1 to 100.</summary>
    [JsonPropertyName("latency")]
    public int? Latency { get; init; }

    /// <summary>REM sleep. 1 to 100.</summary>
    [JsonPropertyName("rem_sleep")]
    public int? RemSleep { get; init; }

    /// <summary>Restfulness. 1 to 100.</summary>
    [JsonPropertyName("restfulness")]
    public int? Restfulness { get; init; }

    /// <summary>Timing. 1 to 100.</summary>
    [JsonPropertyName("timing")]
    public int? Timing { get; init; }

    /// <summary>Total sleep. 1 to 100.</summary>
    [JsonPropertyName("total_sleep")]
    public int? TotalSleep { get; init; }
}
