using OuraTeams.Sandbox.Limits;
using OuraTeams.Sandbox.OAuth;

namespace OuraTeams.Sandbox.Data;

/// <summary>The access of production: a token opens its member's data, as far as its scopes and the limits go.</summary>
internal sealed class Access(World world, GrantStore grants, PersonalTokens personalTokens, RateLimits limits) : IDataAccess
{
    /// <inheritdoc />
    public async Task<string?> MemberAsync(HttpContext context, string scope) => (await RequireAsync(context, scope))?.MemberId;

    /// <summary>
    /// The grant of the request's token. Without one the request is answered: 400 when there is no header, 401 when its
    /// token opens nothing or lacks the scope (Oura has no 403 for that), 429 over the limit, 403 when the membership
    /// lapsed.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">What the grant must cover; null is nothing.</param>
    public async Task<Grant?> RequireAsync(HttpContext context, string? scope)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            await Answer.MissingTokenAsync(context);
            return null;
        }

        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
        if ((grants.Authenticate(token) ?? personalTokens.Find(token)) is not { } grant || world.Member(grant.MemberId) is null)
        {
            await Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, "The access token is invalid, revoked or expired.");
            return null;
        }

        if (limits.Take(token, grant.MemberId) is { } refusal)
        {
            await refusal.AnswerAsync(context);
            return null;
        }

        if (scope is not null && !grant.Scopes.Contains(scope))
        {
            await Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, $"Token is not authorized access {scope} scope.");
            return null;
        }

        if (!world.HasMembership(grant.MemberId))
        {
            await Answer.DetailAsync(context, StatusCodes.Status403Forbidden, "The member has no active membership.");
            return null;
        }

        return grant;
    }
}
