using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>What kind of sleep a period is.</summary>
public enum SleepType
{
    /// <summary>The wearer removed it.</summary>
    [JsonStringEnumMemberName("deleted")]
    Deleted,

    /// <summary>Confirmed sleep of 15 minutes to 3 hours.</summary>
    [JsonStringEnumMemberName("sleep")]
    Sleep,

    /// <summary>Sleep of more than 3 hours.</summary>
    [JsonStringEnumMemberName("long_sleep")]
    LongSleep,

    /// <summary>Confirmed, ended after the day changed at 18:00: it counts to the next day.</summary>
    [JsonStringEnumMemberName("late_nap")]
    LateNap,

    /// <summary>Taken for sleep, and refused by the wearer.</summary>
    [JsonStringEnumMemberName("rest")]
    Rest,
}
