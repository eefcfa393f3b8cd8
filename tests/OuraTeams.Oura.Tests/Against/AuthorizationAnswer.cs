using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

/// <summary>What Oura sends a member back with.</summary>
/// <param name="Code">Single use code; null when consent was refused.</param>
/// <param name="State">The value that the member was sent there with.</param>
/// <param name="Scopes">Scopes that the member left ticked, bare; null when Oura did not say.</param>
/// <param name="Error">OAuth's name of the refusal, such as <c>access_denied</c>.</param>
/// <param name="ErrorDescription">A sentence about it.</param>
internal sealed record AuthorizationAnswer(string? Code, string? State, IReadOnlyList<string>? Scopes, string? Error, string? ErrorDescription)
{
    /// <summary>Reads the address that the member came back to. Of a parameter that comes twice the first counts.</summary>
    public static AuthorizationAnswer Read(Uri address)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                values.TryAdd(Text(pair[..equals]), Text(pair[(equals + 1)..]));
            }
        }

        return new AuthorizationAnswer(
            values.GetValueOrDefault("code"),
            values.GetValueOrDefault("state"),
            values.TryGetValue("scope", out string? scope) ? OuraScopes.Parse(scope) : null,
            values.GetValueOrDefault("error"),
            values.GetValueOrDefault("error_description"));
    }

    private static string Text(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));
}
