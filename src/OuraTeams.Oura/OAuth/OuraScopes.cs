namespace OuraTeams.Oura.OAuth;

/// <summary>Names of scopes. Oura writes them bare or with the prefix <c>extapi:</c>; we compare them bare.</summary>
public static class OuraScopes
{
    /// <summary>Opens what <c>personal_info</c> says of a person beside their id, which needs none, and their e-mail address.</summary>
    public const string Personal = "personal";

    private const string Prefix = "extapi:";

    /// <summary>Splits a space separated list and strips the prefix.</summary>
    /// <returns>Distinct names in the order given.</returns>
    public static IReadOnlyList<string> Parse(string scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return [.. scopes
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(scope => scope.StartsWith(Prefix, StringComparison.Ordinal) ? scope[Prefix.Length..] : scope)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What was asked for and not granted: the member unticked it, or Oura dropped a name that it doesn't know.</summary>
    /// <param name="wanted">As asked for, space separated.</param>
    /// <param name="granted">As <see cref="Parse"/> gives them.</param>
    public static IReadOnlyList<string> Missing(string wanted, IEnumerable<string> granted) =>
        [.. Parse(wanted).Except(granted, StringComparer.Ordinal)];
}
