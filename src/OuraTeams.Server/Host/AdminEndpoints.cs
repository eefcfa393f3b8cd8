using Orleans.Dashboard;

namespace OuraTeams.Server;

/// <summary>What only operators need, on a port of its own.</summary>
internal static class AdminEndpoints
{
    /// <summary>Where the Orleans dashboard is, when it is on.</summary>
    public const string Dashboard = "/dashboard";

    /// <summary>The dashboard's route that shows the state of a grain.</summary>
    private const string States = "GrainState";

    /// <summary>Maps it, unless the port is off.</summary>
    public static void MapAdmin(this WebApplication server, ListenOptions listen, DashboardSettings dashboard)
    {
        if (listen.AdminPort == 0)
        {
            return;
        }

        server.MapPrometheusScrapingEndpoint(TelemetryRegistration.MetricsRoute).DisableHttpMetrics().WithMetadata(new AdminEndpoint(NeedsToken: false));
        if (dashboard.Enabled)
        {
            IEndpointConventionBuilder pages = server.MapOrleansDashboard(Dashboard).WithMetadata(new AdminEndpoint(NeedsToken: true));
            pages.Add(WithoutStates);
        }
    }

    /// <summary>The dashboard would show what a grain holds: credentials, health data. There is no option against it.</summary>
    private static void WithoutStates(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route } && route.Contains(States, StringComparison.OrdinalIgnoreCase))
        {
            endpoint.RequestDelegate = http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        }
    }

    /// <summary>Stands before what needs the admin's token; to follow routing.</summary>
    public static void UseAdminAccess(this WebApplication server) => server.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AdminEndpoint>() is not { NeedsToken: true }
            || http.RequestServices.GetRequiredService<AdminAccess>().Allows(http.Request))
        {
            return next(http);
        }

        // A browser asks for a name and a password then; the password is the token.
        http.SetEndpoint(null);
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"OuraTeams\", charset=\"UTF-8\"";
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    });
}
