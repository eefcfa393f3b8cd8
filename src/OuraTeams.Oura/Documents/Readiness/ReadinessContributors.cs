using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Readiness;

/// <summary>What the readiness score is made of. Often null for a new wearer.</summary>
public sealed record ReadinessContributors : OpenRecord
{
    /// <summary>Balance of activity over the last weeks. 1 to 100.</summary>
    [JsonPropertyName("activity_balance")]
    public int? ActivityBalance { get; init; }

    /// <summary>Body temperature. 1 to 100.</summary>
    [JsonPropertyName("body_temperature")]
    public int? BodyTemperature { get; init; }

    /// <summary>Balance of the heart rate variability. 1 to 100.</summary>
    [JsonPropertyName("hrv_balance")]
    public int? HrvBalance { get; init; }

    /// <summary>Activity of the day before. 1 to 100.</summary>
    [JsonPropertyName("previous_day_activity")]
    public int? PreviousDayActivity { get; init; }

    /// <summary>Sleep of the night before. 1 to 100.</summary>
    [JsonPropertyName("previous_night")]
    public int? PreviousNight { get; init; }

    /// <summary>How early in the night the heart rate settled. 1 to 100.</summary>
    [JsonPropertyName("recovery_index")]
    public int? RecoveryIndex { get; init; }

    /// <summary>Resting heart rate. 1 to 100.</summary>
    [JsonPropertyName("resting_heart_rate")]
    public int? RestingHeartRate { get; init; }

    /// <summary>Balance of sleep over the last weeks. 1 to 100.</summary>
    [JsonPropertyName("sleep_balance")]
    public int? SleepBalance { get; init; }

    /// <summary>Regularity of sleep. Absent in older documents. 1 to 100.</summary>
    [JsonPropertyName("sleep_regularity")]
    public int? SleepRegularity { get; init; }
}
