using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Whether a bedtime could be found.</summary>
public enum SleepTimeStatus
{
    /// <summary>Too few nights in all.</summary>
    [JsonStringEnumMemberName("not_enough_nights")]
    NotEnoughNights,

    /// <summary>Too few nights of late.</summary>
    [JsonStringEnumMemberName("not_enough_recent_nights")]
    NotEnoughRecentNights,

    /// <summary>The sleep was too bad to go by.</summary>
    [JsonStringEnumMemberName("bad_sleep_quality")]
    BadSleepQuality,

    /// <summary>There is advice but no optimal bedtime.</summary>
    [JsonStringEnumMemberName("only_recommended_found")]
    OnlyRecommendedFound,

    /// <summary>There is an optimal bedtime.</summary>
    [JsonStringEnumMemberName("optimal_found")]
    OptimalFound,
}
