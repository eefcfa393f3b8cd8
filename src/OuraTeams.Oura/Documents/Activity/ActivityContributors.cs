using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Activity;

/// <summary>What the activity score is made of.</summary>
public sealed record ActivityContributors : OpenRecord
{
    /// <summary>Meeting the targets of the last days. 1 to 100.</summary>
    [JsonPropertyName("meet_daily_targets")]
    public int? MeetDailyTargets { get; init; }

    /// <summary>Moving every hour. 1 to 100.</summary>
    [JsonPropertyName("move_every_hour")]
    public int? MoveEveryHour { get; init; }

    /// <summary>Time for recovery. 1 to 100.</summary>
    [JsonPropertyName("recovery_time")]
    public int? RecoveryTime { get; init; }

    /// <summary>Staying active. 1 to 100.</summary>
    [JsonPropertyName("stay_active")]
    public int? StayActive { get; init; }

    /// <summary>How often there was training. 1 to 100.</summary>
    [JsonPropertyName("training_frequency")]
    public int? TrainingFrequency { get; init; }

    /// <summary>How much training there was. 1 to 100.</summary>
    [JsonPropertyName("training_volume")]
    public int? TrainingVolume { get; init; }
}
