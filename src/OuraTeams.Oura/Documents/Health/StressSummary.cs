using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>A day's stress in one word.</summary>
public enum StressSummary
{
    /// <summary>More recovery than stress.</summary>
    [JsonStringEnumMemberName("restored")]
    Restored,

    /// <summary>As usual.</summary>
    [JsonStringEnumMemberName("normal")]
    Normal,

    /// <summary>More stress than recovery.</summary>
    [JsonStringEnumMemberName("stressful")]
    Stressful,
}
