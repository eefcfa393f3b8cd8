using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OuraTeams.Server.Host.Health;

/// <summary>Where machines ask how the process is: on the public port and on the admin port.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapHealth(this WebApplication server)
    {
        server.MapHealth("/health/live", _ => false);
        server.MapHealth("/health/ready", check => check.Tags.Contains(HealthTags.Ready));
        server.MapHealth("/health/started", check => check.Tags.Contains(HealthTags.Started));
    }

    private static void MapHealth(this WebApplication server, string path, Func<HealthCheckRegistration, bool> checks) =>
        server.MapHealthChecks(path, new HealthCheckOptions { Predicate = checks, ResponseWriter = WriteAsync }).WithMetadata(new HealthEndpoint());

    /// <summary>The status, then a line for each check that is not healthy.</summary>
    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain";
        IEnumerable<string> lines = report.Entries
            .Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description}");
        return http.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. lines]));
    }
}
