using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Rings;

/// <summary>Design of a ring.</summary>
public enum RingDesign
{
    /// <summary>Oura's <c>heritage</c>.</summary>
    [JsonStringEnumMemberName("heritage")]
    Heritage,

    /// <summary>Oura's <c>balance</c>.</summary>
    [JsonStringEnumMemberName("balance")]
    Balance,

    /// <summary>Oura's <c>balance_diamond</c>.</summary>
    [JsonStringEnumMemberName("balance_diamond")]
    BalanceDiamond,

    /// <summary>Oura's <c>horizon</c>.</summary>
    [JsonStringEnumMemberName("horizon")]
    Horizon,

    /// <summary>Oura's <c>ceramic</c>.</summary>
    [JsonStringEnumMemberName("ceramic")]
    Ceramic,
}
