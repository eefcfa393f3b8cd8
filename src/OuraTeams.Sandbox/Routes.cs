using OuraTeams.Sandbox.Data;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Limits;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.TimeSeries;
using OuraTeams.Sandbox.Webhooks;

namespace OuraTeams.Sandbox;

/// <summary>Which address is answered by what.</summary>
internal static class Routes
{
    /// <summary>Adds all routes.</summary>
    public static void Map(
        IEndpointRouteBuilder routes, SandboxOptions options, World world, GrantStore grants, PersonalTokens personalTokens, RateLimits limits, SubscriptionEndpoints subscriptions)
    {
        routes.MapGet("/", context => Answer.PageAsync(context, StatusCodes.Status200OK, IndexPage.Of(options, world, grants)));

        MapPortal(routes, options, world, grants, OAuthPortal.Legacy, "/oauth/authorize", "/oauth/token", "/oauth/revoke");
        MapPortal(routes, options, world, grants, OAuthPortal.Current,
            "/oauth/v2/ext/oauth-authorize", "/oauth/v2/ext/oauth-token", "/oauth/v2/ext/oauth-revoke");

        routes.MapGet(DiscoveryEndpoint.Path, new DiscoveryEndpoint(options).AnswerAsync);
        routes.MapPost("/oauth/v2/ext/oauth-introspect", new IntrospectEndpoint(options, grants).AnswerAsync);

        var access = new Access(world, grants, personalTokens, limits);
        routes.MapGet("/v2/usercollection/personal_info", Exactly("/v2/usercollection/personal_info", new PersonalInfoEndpoint(world, access).AnswerAsync));
        MapData(routes, options, world, access, "/v2/usercollection", isMirror: false);
        MapData(routes, options, world, new MirrorAccess(world, grants, personalTokens, limits), "/v2/sandbox/usercollection", isMirror: true);

        subscriptions.Map(routes);
        routes.MapFallback("{*path}", context => Answer.DetailAsync(context, StatusCodes.Status404NotFound, "Not Found"));
    }

    private static void MapData(IEndpointRouteBuilder routes, SandboxOptions options, World world, IDataAccess access, string root, bool isMirror)
    {
        foreach (var kind in DocumentKinds.All)
        {
            var path = $"{root}/{kind.Route}";
            var collection = new CollectionEndpoint(options, world, access, kind, isMirror);
            routes.MapGet(path, Exactly(path, collection.ListAsync));
            routes.MapGet(path + "/{id}", Exactly(path, collection.GetAsync));
        }

        foreach (var series in TimeSeriesKinds.Of(options.Generation))
        {
            var path = $"{root}/{series.Route}";
            routes.MapGet(path, Exactly(path, new TimeSeriesEndpoint(options, world, access, series, isMirror).ListAsync));
        }
    }

    /// <summary>Oura's routes mind the case of letters, those of ASP.NET don't.</summary>
    private static RequestDelegate Exactly(string path, RequestDelegate answer) => context =>
        context.Request.Path.Value!.StartsWith(path, StringComparison.Ordinal)
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
