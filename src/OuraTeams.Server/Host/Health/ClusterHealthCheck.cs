using Microsoft.Extensions.Diagnostics.HealthChecks;
using OuraTeams.Server.Host.Cluster;

namespace OuraTeams.Server.Host.Health;

/// <summary>Healthy while this process is a part of its cluster, or a client that reaches it.</summary>
internal sealed class ClusterHealthCheck(IClusterPresence presence) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(presence.IsJoined ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(presence.Description));
}
