using System.Text.Json;

namespace OuraTeams.Oura.OAuth;

/// <summary>The addresses of an identity provider.</summary>
/// <param name="Authorize">Where members sign in.</param>
/// <param name="Token">Where codes and refresh tokens are redeemed.</param>
/// <param name="Revoke">Where grants are ended; null when the provider names none.</param>
public sealed record OAuthEndpoints(Uri Authorize, Uri Token, Uri? Revoke)
{
    /// <summary>Reads a discovery document (OpenID Connect Discovery 1.0, RFC 8414).</summary>
    /// <param name="json">The document.</param>
    /// <param name="source">Where it came from. What came over https leads to https only.</param>
    /// <returns>Null when an address is missing or is none.</returns>
    internal static OAuthEndpoints? From(JsonElement json, Uri source)
    {
        if (json.ValueKind != JsonValueKind.Object
            || Address(json, "authorization_endpoint", source) is not { } authorize
            || Address(json, "token_endpoint", source) is not { } token)
        {
            return null;
        }

        bool mayRevoke = json.TryGetProperty("revocation_endpoint", out JsonElement named) && named.ValueKind != JsonValueKind.Null;
        Uri? revoke = mayRevoke ? Address(json, "revocation_endpoint", source) : null;
        return mayRevoke && revoke is null ? null : new OAuthEndpoints(authorize, token, revoke);
    }

    private static Uri? Address(JsonElement json, string name, Uri source) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        && Uri.TryCreate(value.GetString(), UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && source.Scheme == Uri.UriSchemeHttp))
            ? address
            : null;
}
