using OuraTeams.Sandbox.Data;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.Webhooks;

namespace OuraTeams.Sandbox;

/// <summary>Which address is answered by what.</summary>
internal static class Routes
{
    /// <summary>Adds all routes.</summary>
    public static void Map(
        IEndpointRouteBuilder routes, SandboxOptions options, World world, GrantStore grants, SubscriptionEndpoints subscriptions)
    {
        routes.MapGet("/", context => Answer.PageAsync(context, StatusCodes.Status200OK, IndexPage.Of(options, world)));

        MapPortal(routes, options, world, grants, OAuthPortal.Legacy, "/oauth/authorize", "/oauth/token", "/oauth/revoke");
        MapPortal(routes, options, world, grants, OAuthPortal.Current,
            "/oauth/v2/ext/oauth-authorize", "/oauth/v2/ext/oauth-token", "/oauth/v2/ext/oauth-revoke");

        var access = new Access(world, grants);
        routes.MapGet("/v2/usercollection/personal_info", new PersonalInfoEndpoint(world, access).AnswerAsync);
        foreach (var kind in DocumentKinds.All)
        {
            var collection = new CollectionEndpoint(options, world, access, kind);
            routes.MapGet($"/v2/usercollection/{kind.Route}", Exactly(kind, collection.ListAsync));
            routes.MapGet($"/v2/usercollection/{kind.Route}/{{id}}", Exactly(kind, collection.GetAsync));
        }

        subscriptions.Map(routes);
        routes.MapFallback("{*path}", context => Answer.DetailAsync(context, StatusCodes.Status404NotFound, "Not Found"));
    }

    /// <summary>Oura's routes mind the case of letters, those of ASP.NET don't.</summary>
    private static RequestDelegate Exactly(DocumentKind kind, RequestDelegate answer) => context =>
        context.Request.Path.Value!.StartsWith($"/v2/usercollection/{kind.Route}", StringComparison.Ordinal)
            ? answer(context)
            : Answer.DetailAsync(context, StatusCodes.Status404NotFound, "Not Found");

    private static void MapPortal(
        IEndpointRouteBuilder routes, SandboxOptions options, World world, GrantStore grants, OAuthPortal portal, string authorize, string token, string revoke)
    {
        var consent = new AuthorizeEndpoint(options, world, grants, portal);
        routes.MapGet(authorize, consent.ShowAsync);
        routes.MapPost(authorize, consent.DecideAsync);
        routes.MapPost(token, new TokenEndpoint(options, grants, portal).AnswerAsync);
        routes.MapMethods(revoke, [HttpMethods.Get, HttpMethods.Post], new RevokeEndpoint(options, grants, portal).AnswerAsync);
    }
}
