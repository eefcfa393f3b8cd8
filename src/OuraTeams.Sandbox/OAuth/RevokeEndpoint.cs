namespace OuraTeams.Sandbox.OAuth;

/// <summary>
/// Ends a grant. Sources disagree on the form, so all are taken: the form field <c>token</c> (RFC 7009), the query
/// parameter <c>access_token</c>, and the header. An unknown token is 200 in the current portal and 401 in the legacy
/// one (API.md 1.6).
/// </summary>
internal sealed class RevokeEndpoint(SandboxOptions options, GrantStore grants, OAuthPortal portal)
{
    /// <summary>GET or POST.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(context.RequestAborted)
            : FormCollection.Empty;
        var client = ClientCredentials.Read(context, form);
        if ((client.Id is not null || client.Secret is not null) && !client.Are(options))
        {
            await TokenEndpoint.WriteErrorAsync(context, TokenAnswer.InvalidClient("The client is unknown or its secret is wrong."));
            return;
        }

        if (Token(context.Request, form) is not { } token)
        {
            await TokenEndpoint.WriteErrorAsync(context, TokenAnswer.InvalidRequest("token is missing."));
            return;
        }

        if (!grants.Revoke(token) && portal == OAuthPortal.Legacy)
        {
            await Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, "The token is unknown or revoked.");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static string? Token(HttpRequest request, IFormCollection form)
    {
        if (form["token"].ToString() is { Length: > 0 } field)
        {
            return field;
        }

        if (request.Query["access_token"].ToString() is { Length: > 0 } query)
        {
            return query;
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }
}
