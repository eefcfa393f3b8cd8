using Microsoft.AspNetCore.WebUtilities;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Shows the consent page, and sends the member back to the app with what they decided.</summary>
internal sealed class AuthorizeEndpoint(SandboxOptions options, World world, GrantStore grants, OAuthPortal portal)
{
    /// <summary>GET: the page.</summary>
    public Task ShowAsync(HttpContext context) =>
        AuthorizeRequest.Read(portal, options, name => context.Request.Query[name], "scope", out var problem) is { } request
            ? Answer.PageAsync(context, StatusCodes.Status200OK, ConsentPage.Of(request, world, context.Request.Path))
            : RefuseAsync(context, problem);

    /// <summary>POST: the decision.</summary>
    public async Task DecideAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "The decision must be sent as a form.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (AuthorizeRequest.Read(portal, options, name => form[name], ConsentPage.RequestedScopeField, out var problem) is not { } request)
        {
            await RefuseAsync(context, problem);
            return;
        }

        switch (form["decision"].ToString())
        {
            case "deny":
                Return(context, request, ("error", "access_denied"));
                break;
            case "allow" when world.Member(form["member"].ToString()) is { } stranger && !grants.HasRoomFor(stranger.Id):
                // What Oura shows the eleventh user of an app that it has not approved is not known.
                Return(context, request, ("error", "access_denied"), ("error_description", "The app has reached its number of users."));
                break;
            case "allow" when world.Member(form["member"].ToString()) is { } member:
                var scopes = Scopes.Known(form["scope"], options).Intersect(request.Scopes).ToArray();
                Return(context, request, request.IsImplicit
                    ?
                    [
                        ("access_token", grants.IssueToken(member.Id, scopes, portal)), ("token_type", "bearer"),
                        ("expires_in", $"{(long)GrantStore.ImplicitLifetime.TotalSeconds}"), ("scope", Scopes.Write(scopes, portal)),
                    ]
                    : [("code", grants.IssueCode(member.Id, scopes, request)), ("scope", Scopes.Write(scopes, portal))]);
                break;
            case "allow":
                await RefuseAsync(context, "There is no such member.");
                break;
            default:
                await RefuseAsync(context, "The decision must be allow or deny.");
                break;
        }
    }

    private static void Return(HttpContext context, AuthorizeRequest request, params (string Name, string Value)[] parameters)
    {
        var query = parameters.Select(parameter => KeyValuePair.Create<string, string?>(parameter.Name, parameter.Value)).ToList();
        if (request.State is { } state)
        {
            query.Add(new("state", state));
        }

        // A token travels behind the fragment sign, which browsers keep to themselves (RFC 6749 section 4.2.2).
        context.Response.Redirect(request.IsImplicit
            ? request.RedirectUri + "#" + QueryHelpers.AddQueryString("", query)[1..]
            : QueryHelpers.AddQueryString(request.RedirectUri, query));
    }

    private static Task RefuseAsync(HttpContext context, string problem) =>
        Answer.PageAsync(context, StatusCodes.Status400BadRequest, Page.Of("This request can't be shown", $"<p>{Page.Encode(problem)}</p>"));
}
