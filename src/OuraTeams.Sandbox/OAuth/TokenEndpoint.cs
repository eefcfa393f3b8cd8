using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Exchanges codes and rotates refresh tokens (RFC 6749 sections 4.1.3, 5 and 6).</summary>
internal sealed class TokenEndpoint(SandboxOptions options, GrantStore grants, OAuthPortal portal)
{
    /// <summary>POST of a form.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            await WriteAsync(context, TokenAnswer.InvalidRequest("The request must be a form."));
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await WriteAsync(context, Decide(context, form));
    }

    /// <summary>Writes an error as RFC 6749 section 5.2 has it.</summary>
    public static Task WriteErrorAsync(HttpContext context, TokenAnswer answer)
    {
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"oura-sandbox\"";
        }

        return Answer.JsonAsync(context, answer.Status, new JsonObject { ["error"] = answer.Error, ["error_description"] = answer.Description });
    }

    private TokenAnswer Decide(HttpContext context, IFormCollection form)
    {
        if (!ClientCredentials.Read(context, form).Are(options))
        {
            return TokenAnswer.InvalidClient("The client is unknown or its secret is wrong.");
        }

        string? Field(string name) => form.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
        return Field("grant_type") switch
        {
            null => TokenAnswer.InvalidRequest("grant_type is missing."),
            "authorization_code" => Field("code") is { } code
                ? grants.Exchange(code, Field("redirect_uri"), Field("code_verifier"), portal)
                : TokenAnswer.InvalidRequest("code is missing."),
            "refresh_token" => Field("refresh_token") is { } token
                ? grants.Refresh(token, portal)
                : TokenAnswer.InvalidRequest("refresh_token is missing."),
            _ => TokenAnswer.UnsupportedGrantType(),
        };
    }

    private Task WriteAsync(HttpContext context, TokenAnswer answer)
    {
        if (answer.Grant is not { } grant)
        {
            return WriteErrorAsync(context, answer);
        }

        var json = new JsonObject
        {
            ["token_type"] = "bearer",
            ["access_token"] = TokenText.Write(grant, grant.Generation, refresh: false),
            ["expires_in"] = (long)options.AccessTokenLifetime.TotalSeconds,
            ["refresh_token"] = TokenText.Write(grant, grant.Generation, refresh: true),
        };
        if (grant.Generation == 0 || options.NamesScopesOnRefresh)
        {
            json["scope"] = Scopes.Write(grant.Scopes, portal);
        }

        return Answer.JsonAsync(context, StatusCodes.Status200OK, json);
    }
}
