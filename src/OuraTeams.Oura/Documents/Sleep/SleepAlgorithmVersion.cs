using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Which algorithm found the phases of sleep.</summary>
public enum SleepAlgorithmVersion
{
    /// <summary>The first.</summary>
    [JsonStringEnumMemberName("v1")]
    V1,

    /// <summary>The second.</summary>
    [JsonStringEnumMemberName("v2")]
    V2,
}
