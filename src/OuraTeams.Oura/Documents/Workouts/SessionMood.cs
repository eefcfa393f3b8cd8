using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Workouts;

/// <summary>How the wearer felt after a session.</summary>
public enum SessionMood
{
    /// <summary>Bad.</summary>
    [JsonStringEnumMemberName("bad")]
    Bad,

    /// <summary>Worse than before.</summary>
    [JsonStringEnumMemberName("worse")]
    Worse,

    /// <summary>As before.</summary>
    [JsonStringEnumMemberName("same")]
    Same,

    /// <summary>Good.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>Great.</summary>
    [JsonStringEnumMemberName("great")]
    Great,
}
