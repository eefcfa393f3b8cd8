using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Rings;

/// <summary>Generation of a ring's hardware.</summary>
public enum RingHardware
{
    /// <summary>Generation 1.</summary>
    [JsonStringEnumMemberName("gen1")]
    Gen1,

    /// <summary>Generation 2.</summary>
    [JsonStringEnumMemberName("gen2")]
    Gen2,

    /// <summary>Generation 2, M.</summary>
    [JsonStringEnumMemberName("gen2m")]
    Gen2m,

    /// <summary>Generation 3.</summary>
    [JsonStringEnumMemberName("gen3")]
    Gen3,

    /// <summary>Generation 4.</summary>
    [JsonStringEnumMemberName("gen4")]
    Gen4,

    /// <summary>Oura's <c>or5</c>. Since 1.35.</summary>
    [JsonStringEnumMemberName("or5")]
    Or5,
}
