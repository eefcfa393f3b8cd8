using OuraTeams.Sandbox.Limits;
using OuraTeams.Sandbox.OAuth;

namespace OuraTeams.Sandbox.Data;

/// <summary>
/// The access of the mirrors under <c>/v2/sandbox/</c>: any Authorization value opens them, whatever its scopes, and
/// the limits are those of production. A token that is known opens its member's data, any other the first member's.
/// </summary>
internal sealed class MirrorAccess(World world, GrantStore grants, PersonalTokens personalTokens, RateLimits limits) : IDataAccess
{
    /// <inheritdoc />
    public async Task<string?> MemberAsync(HttpContext context, string scope)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            await Answer.MissingTokenAsync(context);
            return null;
        }

        var token = header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim();
        var known = (grants.Authenticate(token) ?? personalTokens.Find(token))?.MemberId;
        var member = known is not null && world.Member(known) is not null ? known : world.Members[0].Id;
        if (limits.Take(token, member) is { } refusal)
        {
            await refusal.AnswerAsync(context);
            return null;
        }

        return member;
    }
}
