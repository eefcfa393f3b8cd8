using OuraTeams.Oura.Kinds;

namespace OuraTeams.Server.Telemetry;

/// <summary>Addresses that we call, as routes: without the ids of documents and subscriptions, and without queries.</summary>
internal static class OuraRoute
{
    private const string Cut = "/{id}";

    /// <summary>Routes under which ids follow.</summary>
    private static readonly string[] Roots =
    [
        .. OuraKind.All.SelectMany(kind => new[] { $"/v2/usercollection/{kind.Name}", $"/v2/sandbox/usercollection/{kind.Name}" }),
        "/v2/webhook/subscription/renew",
        "/v2/webhook/subscription",
    ];

    /// <summary>The route of an address, with its host. What is no route of Oura's is cut to the host.</summary>
    public static string Of(Uri address)
    {
        string host = address.GetLeftPart(UriPartial.Authority);
        string path = address.AbsolutePath;
        if (path.StartsWith("/oauth/", StringComparison.Ordinal))
        {
            return host + path;
        }

        return Roots.FirstOrDefault(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) is { } route
            ? host + route + (path.Length > route.Length ? Cut : "")
            : host;
    }
}
