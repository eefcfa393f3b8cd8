using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Says whether an access token of the current portal is alive (RFC 7662); the app authenticates as for a token.</summary>
internal sealed class IntrospectEndpoint(SandboxOptions options, GrantStore grants)
{
    /// <summary>POST of a form.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(context.RequestAborted)
            : FormCollection.Empty;
        if (!ClientCredentials.Read(context, form).Are(options))
        {
            await TokenEndpoint.WriteErrorAsync(context, TokenAnswer.InvalidClient("The client is unknown or its secret is wrong."));
            return;
        }

        var found = grants.Inspect(form["token"].ToString());
        await Answer.JsonAsync(context, StatusCodes.Status200OK, found is var (grant, expiresAt) && grant.Portal == OAuthPortal.Current
            ? new JsonObject
            {
                ["active"] = true,
                ["client_id"] = options.ClientId,
                ["sub"] = grant.MemberId,
                ["scope"] = Scopes.Write(grant.Scopes, OAuthPortal.Current),
                ["token_type"] = "bearer",
                ["exp"] = expiresAt.ToUnixTimeSeconds(),
            }
            : new JsonObject { ["active"] = false });
    }
}
