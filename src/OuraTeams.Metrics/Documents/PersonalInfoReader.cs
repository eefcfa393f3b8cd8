using System.Text.Json;

namespace OuraTeams.Metrics;

/// <summary>Reads what metrics need of <c>personal_info</c>.</summary>
public static class PersonalInfoReader
{
    private const int Oldest = 130;

    /// <summary>The member's age in whole years.</summary>
    /// <param name="personalInfo">Oura's answer.</param>
    /// <returns>Null without one: the scope <c>personal</c> was not granted, or the number is no age.</returns>
    public static int? Age(JsonElement personalInfo) =>
        personalInfo.ValueKind == JsonValueKind.Object
        && personalInfo.TryGetProperty("age", out JsonElement age)
        && age.ValueKind == JsonValueKind.Number
        && age.TryGetDecimal(out decimal years)
        && years is >= 1 and <= Oldest
            ? (int)years
            : null;
}
