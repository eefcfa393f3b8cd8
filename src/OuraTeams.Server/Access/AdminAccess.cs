using System.Net.Http.Headers;
using System.Text;

namespace OuraTeams.Server;

/// <summary>
/// Asks for the token of gRPC and admin calls. A caller shows it as <c>Bearer</c>, or, since browsers can't do that, as the
/// password of <c>Basic</c> with any name.
/// </summary>
internal sealed class AdminAccess(AccessToken token)
{
    /// <summary>Whether a request shows it.</summary>
    public bool Allows(HttpRequest request) => AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? shown)
        && shown.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => Matches(shown.Parameter),
            "BASIC" => Matches(Password(shown.Parameter)),
            _ => false,
        };

    private static string? Password(string? encoded)
    {
        byte[] bytes = new byte[encoded?.Length ?? 0];
        if (!Convert.TryFromBase64String(encoded ?? "", bytes, out int length))
        {
            return null;
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private bool Matches(string? shown) => shown is not null && token.Matches(shown);
}
