using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>What a session was for.</summary>
public enum SessionType
{
    /// <summary>Breathing.</summary>
    [JsonStringEnumMemberName("breathing")]
    Breathing,

    /// <summary>Meditation.</summary>
    [JsonStringEnumMemberName("meditation")]
    Meditation,

    /// <summary>A nap.</summary>
    [JsonStringEnumMemberName("nap")]
    Nap,

    /// <summary>Relaxation.</summary>
    [JsonStringEnumMemberName("relaxation")]
    Relaxation,

    /// <summary>Rest.</summary>
    [JsonStringEnumMemberName("rest")]
    Rest,

    /// <summary>A look at the body's state.</summary>
    [JsonStringEnumMemberName("body_status")]
    BodyStatus,
}
