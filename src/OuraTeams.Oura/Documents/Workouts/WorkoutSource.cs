using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>How Oura came to know of a workout.</summary>
public enum WorkoutSource
{
    /// <summary>The wearer entered it.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,

    /// <summary>The ring found it.</summary>
    [JsonStringEnumMemberName("autodetected")]
    Autodetected,

    /// <summary>The ring found it and the wearer confirmed it.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>The wearer recorded it with heart rate.</summary>
    [JsonStringEnumMemberName("workout_heart_rate")]
    WorkoutHeartRate,
}
