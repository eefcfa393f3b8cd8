using OuraTeams.Sandbox.OAuth;

namespace OuraTeams.Sandbox.Data;

/// <summary>Finds out whose data a request may read.</summary>
internal sealed class Access(World world, GrantStore grants)
{
    /// <summary>
    /// The grant of the request's token. Without one the request is answered: 400 when there is no header, 401 when its
    /// token opens nothing or lacks the scope (Oura has no 403 for that).
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">What the grant must cover; null is nothing.</param>
    public async Task<Grant?> RequireAsync(HttpContext context, string? scope)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, "Missing auth token. Send an Authorization header.");
            return null;
        }

        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
        if (grants.Authenticate(token) is not { } grant || world.Member(grant.MemberId) is null)
        {
            await Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, "The access token is invalid, revoked or expired.");
            return null;
        }

        if (scope is not null && !grant.Scopes.Contains(scope))
        {
            await Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, $"Token is not authorized access {scope} scope.");
            return null;
        }

        return grant;
    }
}
