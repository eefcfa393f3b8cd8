using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OuraTeams.Server.Host.Health;

/// <summary>Healthy once everything has begun.</summary>
internal sealed class StartedHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The process is starting."));
}
