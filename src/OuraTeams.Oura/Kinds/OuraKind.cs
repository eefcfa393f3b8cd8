using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Kinds;

/// <summary>One kind of data that Oura Cloud API v2 serves, as its routes and scopes name it.</summary>
public class OuraKind
{
    private protected OuraKind(string name, string? scope)
    {
        Name = name;
        Scope = scope;
    }

    /// <summary>Who the token belongs to: one answer, no list. Readable with any token.</summary>
    public static OuraKind PersonalInfo { get; } = new("personal_info", null);

    /// <summary>All 20 kinds of both versions that we know, 1.29 and 1.37.</summary>
    public static IReadOnlyList<OuraKind> All => [PersonalInfo, .. DocumentKind.All, .. TimeSeriesKind.All];

    /// <summary>Path segment under <c>/v2/usercollection/</c>.</summary>
    public string Name { get; }

    /// <summary>Scope that a token needs to read it, without the <c>extapi:</c> prefix; null when it needs none.</summary>
    public string? Scope { get; }

    /// <summary>True when a token with these scopes may read it.</summary>
    /// <param name="granted">Granted scopes as <see cref="OuraScopes.Parse"/> gives them.</param>
    public bool IsOpenTo(IEnumerable<string> granted) => Scope is null || granted.Contains(Scope, StringComparer.Ordinal);

    /// <inheritdoc cref="Name"/>
    public sealed override string ToString() => Name;
}
