using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Level of resilience, from low to high.</summary>
public enum ResilienceLevel
{
    /// <summary>The lowest.</summary>
    [JsonStringEnumMemberName("limited")]
    Limited,

    /// <summary>The second.</summary>
    [JsonStringEnumMemberName("adequate")]
    Adequate,

    /// <summary>The middle.</summary>
    [JsonStringEnumMemberName("solid")]
    Solid,

    /// <summary>The fourth.</summary>
    [JsonStringEnumMemberName("strong")]
    Strong,

    /// <summary>The highest.</summary>
    [JsonStringEnumMemberName("exceptional")]
    Exceptional,
}
