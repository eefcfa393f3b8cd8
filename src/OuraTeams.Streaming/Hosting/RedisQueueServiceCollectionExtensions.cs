using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Redis;

namespace OuraTeams.Streaming.Hosting;

/// <summary>Registers a durable queue in Redis for those who only append to it or look after it.</summary>
public static class RedisQueueServiceCollectionExtensions
{
    /// <summary>
    /// Adds the queue without anything that reads it: <see cref="IQueueProducer"/> and <see cref="IQueueStore"/>, keyed by the
    /// name. It needs Orleans' serializer, as a client of the cluster has it, and no silo.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">Name of the stream provider that reads the queue.</param>
    /// <param name="configure">Sets the queue's options.</param>
    public static IServiceCollection AddRedisQueue(this IServiceCollection services, string name, Action<RedisQueueOptions> configure)
    {
        services.AddOptions<RedisQueueOptions>(name).Configure(configure)
            .Validate(options => options.Connection.Length > 0, $"The streams {name} need a Connection to Redis.")
            .Validate(options => (options.ServiceId + name).IndexOfAny(['{', '}']) < 0, $"The streams {name} need a name and a ServiceId without braces.")
            .Validate(options => options.Replicas is >= 0 and <= 100, $"The streams {name} need Replicas of 0 to 100.")
            .Validate(options => options.ReplicaTimeout >= TimeSpan.FromMilliseconds(1), $"The streams {name} need ReplicaTimeout of 1 ms or more.")
            .Validate(options => options.MostDeliveries >= 1, $"The streams {name} need MostDeliveries of 1 or more.")
            .Validate(options => options.ReclaimEvery >= TimeSpan.FromMilliseconds(100), $"The streams {name} need ReclaimEvery of 100 ms or more.")
            .Validate(options => options.ReaderLease >= TimeSpan.FromMilliseconds(100), $"The streams {name} need ReaderLease of 100 ms or more.")
            .Validate<IOptionsMonitor<StreamPullingAgentOptions>>(
                (options, agents) => options.ReclaimAfter > agents.Get(name).MaxEventDeliveryTime,
                $"The streams {name} need ReclaimAfter longer than MaxEventDeliveryTime.");
        services.AddQueue<RedisQueueOptions>(
            name,
            (provider, options, loggers, clock) => new RedisQueueStore(
                options,
                options.ServiceId.Length > 0 ? options.ServiceId : provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
                name,
                loggers.CreateLogger<RedisQueueStore>(),
                clock));
        return services;
    }
}
