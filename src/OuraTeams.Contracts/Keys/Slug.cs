using System.Text.RegularExpressions;

namespace OuraTeams.Contracts.Keys;

/// <summary>Ids that people choose: 1 to 40 of a-z, 0-9 and hyphens, neither first nor last a hyphen.</summary>
public static partial class Slug
{
    /// <summary>The rule as a sentence for error messages.</summary>
    public const string Rule = "must be 1 to 40 characters of a-z, 0-9 and hyphens, and neither begin nor end with a hyphen";

    /// <summary>Whether the text is such an id.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
