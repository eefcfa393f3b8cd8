using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Rings;

/// <summary>Colour of a ring.</summary>
public enum RingColor
{
    /// <summary>Oura's <c>brushed_silver</c>.</summary>
    [JsonStringEnumMemberName("brushed_silver")]
    BrushedSilver,

    /// <summary>Oura's <c>glossy_black</c>.</summary>
    [JsonStringEnumMemberName("glossy_black")]
    GlossyBlack,

    /// <summary>Oura's <c>glossy_gold</c>.</summary>
    [JsonStringEnumMemberName("glossy_gold")]
    GlossyGold,

    /// <summary>Oura's <c>glossy_white</c>.</summary>
    [JsonStringEnumMemberName("glossy_white")]
    GlossyWhite,

    /// <summary>Oura's <c>gucci</c>.</summary>
    [JsonStringEnumMemberName("gucci")]
    Gucci,

    /// <summary>Oura's <c>matt_gold</c>.</summary>
    [JsonStringEnumMemberName("matt_gold")]
    MattGold,

    /// <summary>Oura's <c>rose</c>.</summary>
    [JsonStringEnumMemberName("rose")]
    Rose,

    /// <summary>Oura's <c>silver</c>.</summary>
    [JsonStringEnumMemberName("silver")]
    Silver,

    /// <summary>Oura's <c>stealth_black</c>.</summary>
    [JsonStringEnumMemberName("stealth_black")]
    StealthBlack,

    /// <summary>Oura's <c>titanium</c>.</summary>
    [JsonStringEnumMemberName("titanium")]
    Titanium,

    /// <summary>Oura's <c>titanium_and_gold</c>.</summary>
    [JsonStringEnumMemberName("titanium_and_gold")]
    TitaniumAndGold,

    /// <summary>Oura's <c>cloud</c>.</summary>
    [JsonStringEnumMemberName("cloud")]
    Cloud,

    /// <summary>Oura's <c>petal</c>.</summary>
    [JsonStringEnumMemberName("petal")]
    Petal,

    /// <summary>Oura's <c>midnight</c>.</summary>
    [JsonStringEnumMemberName("midnight")]
    Midnight,

    /// <summary>Oura's <c>tide</c>.</summary>
    [JsonStringEnumMemberName("tide")]
    Tide,

    /// <summary>Oura's <c>deep_rose</c>. Since 1.35.</summary>
    [JsonStringEnumMemberName("deep_rose")]
    DeepRose,
}
