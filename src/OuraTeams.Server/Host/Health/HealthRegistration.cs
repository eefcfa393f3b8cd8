using Microsoft.Extensions.Diagnostics.HealthChecks;
using OuraTeams.Server.Host.Settings;

namespace OuraTeams.Server.Host.Health;

/// <summary>Registers the checks; the storage adds its own.</summary>
internal static class HealthRegistration
{
    /// <summary>Time between two looks for those who watch gRPC health.</summary>
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services, ClusterOptions cluster)
    {
        services.AddOptions<HealthOptions>().BindConfiguration("Health").ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HealthCheckPublisherOptions>(publisher => (publisher.Delay, publisher.Period) = (TimeSpan.Zero, WatchPeriod));
        IHealthChecksBuilder checks = services.AddHealthChecks()
            .AddCheck<StoppingHealthCheck>("stopping", tags: [HealthTags.Ready])
            .AddCheck<StartedHealthCheck>("started", tags: [HealthTags.Started]);
        if (cluster.HasGrains)
        {
            checks.AddCheck<QueueHealthCheck>("queue", cluster.HasIntake ? HealthStatus.Degraded : HealthStatus.Unhealthy, [HealthTags.Ready]);
        }

        // A process with the role Intake accepts events without a silo.
        if (cluster.Role != ClusterRole.Intake)
        {
            checks.AddCheck<ClusterHealthCheck>("cluster", tags: [HealthTags.Ready]);
        }

        if (cluster.HasGateway)
        {
            services.AddGrpcHealthChecks(grpc => grpc.Services.Map("", check => check.Tags.Contains(HealthTags.Ready)));
        }
    }
}
