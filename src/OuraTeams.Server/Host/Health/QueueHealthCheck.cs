using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Server.Host.Health;

/// <summary>Healthy while no event waits too long in the partitions that this process reads.</summary>
internal sealed class QueueHealthCheck([FromKeyedServices(Names.EventStreams)] IQueueLag lag, IOptions<HealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        TimeSpan oldest = lag.Oldest;
        return Task.FromResult(oldest <= options.Value.MostQueueAge
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, $"An event has waited for {oldest:c}; Health:MostQueueAge is {options.Value.MostQueueAge:c}."));
    }
}
