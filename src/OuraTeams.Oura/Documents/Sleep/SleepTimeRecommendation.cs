using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Advice for the bedtime.</summary>
public enum SleepTimeRecommendation
{
    /// <summary>Sleep more efficiently.</summary>
    [JsonStringEnumMemberName("improve_efficiency")]
    ImproveEfficiency,

    /// <summary>Go to bed earlier.</summary>
    [JsonStringEnumMemberName("earlier_bedtime")]
    EarlierBedtime,

    /// <summary>Go to bed later.</summary>
    [JsonStringEnumMemberName("later_bedtime")]
    LaterBedtime,

    /// <summary>Get up earlier.</summary>
    [JsonStringEnumMemberName("earlier_wake_up_time")]
    EarlierWakeUpTime,

    /// <summary>Get up later.</summary>
    [JsonStringEnumMemberName("later_wake_up_time")]
    LaterWakeUpTime,

    /// <summary>Keep to the bedtime found.</summary>
    [JsonStringEnumMemberName("follow_optimal_bedtime")]
    FollowOptimalBedtime,
}
