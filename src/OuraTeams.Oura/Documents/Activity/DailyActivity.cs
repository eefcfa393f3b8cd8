using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Activity;

/// <summary>Activity of one day, which Oura counts from four in the morning. It changes all day long.</summary>
public sealed record DailyActivity : OpenRecord
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

    /// <summary>Activity score of the day. 1 to 100.</summary>
    [JsonPropertyName("score")]
    public int? Score { get; init; }

    /// <summary>Energy spent by moving, in kcal.</summary>
    [JsonPropertyName("active_calories")]
    public required int ActiveCalories { get; init; }

    /// <summary>All energy spent, in kcal.</summary>
    [JsonPropertyName("total_calories")]
    public required int TotalCalories { get; init; }

    /// <summary>Target for the energy spent by moving, in kcal.</summary>
    [JsonPropertyName("target_calories")]
    public required int TargetCalories { get; init; }

    /// <summary>Steps.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>Distance of walking that would take the same energy, in metres.</summary>
    [JsonPropertyName("equivalent_walking_distance")]
    public required int EquivalentWalkingDistance { get; init; }

    /// <summary>Target for the equivalent distance, in metres.</summary>
    [JsonPropertyName("target_meters")]
    public required int TargetMeters { get; init; }

    /// <summary>Metres that are left to the target; negative once it is passed.</summary>
    [JsonPropertyName("meters_to_target")]
    public required int MetersToTarget { get; init; }

    /// <summary>Seconds of high intensity.</summary>
    [JsonPropertyName("high_activity_time")]
    public required int HighActivityTime { get; init; }

    /// <summary>Seconds of medium intensity.</summary>
    [JsonPropertyName("medium_activity_time")]
    public required int MediumActivityTime { get; init; }

    /// <summary>Seconds of low intensity.</summary>
    [JsonPropertyName("low_activity_time")]
    public required int LowActivityTime { get; init; }

    /// <summary>Seconds of sitting still.</summary>
    [JsonPropertyName("sedentary_time")]
    public required int SedentaryTime { get; init; }

    /// <summary>Seconds of rest.</summary>
    [JsonPropertyName("resting_time")]
    public required int RestingTime { get; init; }

    /// <summary>Seconds without the ring.</summary>
    [JsonPropertyName("non_wear_time")]
    public required int NonWearTime { get; init; }

    /// <summary>How many times the app asked the wearer to move.</summary>
    [JsonPropertyName("inactivity_alerts")]
    public required int InactivityAlerts { get; init; }

    /// <summary>MET minutes of high intensity.</summary>
    [JsonPropertyName("high_activity_met_minutes")]
    public required int HighActivityMetMinutes { get; init; }

    /// <summary>MET minutes of medium intensity.</summary>
    [JsonPropertyName("medium_activity_met_minutes")]
    public required int MediumActivityMetMinutes { get; init; }

    /// <summary>MET minutes of low intensity.</summary>
    [JsonPropertyName("low_activity_met_minutes")]
    public required int LowActivityMetMinutes { get; init; }

    /// <summary>MET minutes of sitting still.</summary>
    [JsonPropertyName("sedentary_met_minutes")]
    public required int SedentaryMetMinutes { get; init; }

    /// <summary>Average MET of the day.</summary>
    [JsonPropertyName("average_met_minutes")]
    public required double AverageMetMinutes { get; init; }

    /// <summary>One character for each 5 minutes: 0 not worn, 1 rest, 2 inactive, 3 low, 4 medium, 5 high.</summary>
    [JsonPropertyName("class_5_min")]
    public string? Class5Min { get; init; }

    /// <summary>MET minute by minute.</summary>
    [JsonPropertyName("met")]
    public required Sample Met { get; init; }

    /// <summary>What the score is made of.</summary>
    [JsonPropertyName("contributors")]
    public required ActivityContributors Contributors { get; init; }
}
