using Microsoft.Extensions.Diagnostics.HealthChecks;
using OuraTeams.Server.Host.Draining;

namespace OuraTeams.Server.Host.Health;

/// <summary>Healthy until the process is asked to stop.</summary>
internal sealed class StoppingHealthCheck(Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.IsStopping ? HealthCheckResult.Unhealthy("The process is stopping.") : HealthCheckResult.Healthy());
}
