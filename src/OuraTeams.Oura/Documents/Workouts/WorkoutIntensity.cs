using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>How hard a workout was.</summary>
public enum WorkoutIntensity
{
    /// <summary>Easy.</summary>
    [JsonStringEnumMemberName("easy")]
    Easy,

    /// <summary>Moderate.</summary>
    [JsonStringEnumMemberName("moderate")]
    Moderate,

    /// <summary>Hard.</summary>
    [JsonStringEnumMemberName("hard")]
    Hard,
}
