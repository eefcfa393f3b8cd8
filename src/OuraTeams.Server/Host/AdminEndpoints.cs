using Orleans.Dashboard;
using OuraTeams.Server.Access;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Telemetry;
using DashboardOptions = OuraTeams.Server.Host.Settings.DashboardOptions;

namespace OuraTeams.Server.Host;

/// <summary>What only operators need, on a port of its own.</summary>
internal static class AdminEndpoints
{
    /// <summary>Where the Orleans dashboard is, when it is on.</summary>
    public const string Dashboard = "/dashboard";

    /// <summary>The dashboard's route that shows the state of a grain.</summary>
    private const string States = "GrainState";

    /// <summary>Maps it, unless the port is off.</summary>
    public static void MapAdmin(this WebApplication server, ListenOptions listen, DashboardOptions dashboard)
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
}
