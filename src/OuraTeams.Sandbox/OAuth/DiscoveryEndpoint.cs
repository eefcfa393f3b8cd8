using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>The discovery document of the current portal (RFC 8414): its addresses and what they take.</summary>
internal sealed class DiscoveryEndpoint(SandboxOptions options)
{
    /// <summary>The path of the document.</summary>
    public const string Path = "/oauth/v2/ext/oauth-anonymous/.well-known/openid-configuration";

    /// <summary>GET.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var root = $"{context.Request.Scheme}://{context.Request.Host}/oauth/v2/ext/";
        return Answer.JsonAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["issuer"] = root + "oauth-anonymous",
            ["authorization_endpoint"] = root + "oauth-authorize",
            ["token_endpoint"] = root + "oauth-token",
            ["revocation_endpoint"] = root + "oauth-revoke",
            ["introspection_endpoint"] = root + "oauth-introspect",
            ["scopes_supported"] = Texts(Scopes.Write(Scopes.Grantable(options), OAuthPortal.Current).Split(' ')),
            ["response_types_supported"] = Texts("code", "token"),
            ["grant_types_supported"] = Texts("authorization_code", "refresh_token"),
            ["token_endpoint_auth_methods_supported"] = Texts("client_secret_post", "client_secret_basic"),
            ["code_challenge_methods_supported"] = Texts("S256", "plain"),
        });
    }

    private static JsonArray Texts(params string[] values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
