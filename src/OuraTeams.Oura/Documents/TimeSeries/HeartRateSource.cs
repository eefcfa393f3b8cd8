using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.TimeSeries;

/// <summary>What the wearer was doing when the heart rate was taken.</summary>
public enum HeartRateSource
{
    /// <summary>Awake.</summary>
    [JsonStringEnumMemberName("awake")]
    Awake,

    /// <summary>In a workout.</summary>
    [JsonStringEnumMemberName("workout")]
    Workout,

    /// <summary>Resting.</summary>
    [JsonStringEnumMemberName("rest")]
    Rest,

    /// <summary>Asleep.</summary>
    [JsonStringEnumMemberName("sleep")]
    Sleep,

    /// <summary>Looking at it in the app.</summary>
    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>In a session.</summary>
    [JsonStringEnumMemberName("session")]
    Session,
}
