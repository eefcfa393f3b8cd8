using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OuraTeams.Streaming;

/// <summary>Registers streams over a durable queue in Redis.</summary>
public static class RedisStreamsSiloBuilderExtensions
{
    /// <summary>
    /// Adds a stream provider whose events are in Redis when <c>OnNextAsync</c> ends and stay there until a consumer took
    /// them. At least once, in order for each stream, implicit subscriptions only, not rewindable. Any silo of the cluster may
    /// take over any partition. The store is registered as a keyed <see cref="IQueueStore"/> under the same name.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider. Fixed for ever: it is part of the keys, and decides where a stream's events are.</param>
    /// <param name="configure">Sets the queue's options.</param>
    /// <param name="configureStreams">Sets Orleans' own options of the provider, when wanted.</param>
    public static ISiloBuilder AddRedisStreams(
        this ISiloBuilder builder, string name, Action<RedisQueueOptions> configure, Action<ISiloPersistentStreamConfigurator>? configureStreams = null)
    {
        builder.Services.AddOptions<RedisQueueOptions>(name).Configure(configure)
            .Validate(options => options.Connection.Length > 0, $"The streams {name} need a Connection to Redis.")
            .Validate(options => (options.ServiceId + name).IndexOfAny(['{', '}']) < 0, $"The streams {name} need a name and a ServiceId without braces.")
            .Validate(options => options.Replicas is >= 0 and <= 100, $"The streams {name} need Replicas of 0 to 100.")
            .Validate(options => options.ReplicaTimeout >= TimeSpan.FromMilliseconds(1), $"The streams {name} need ReplicaTimeout of 1 ms or more.")
            .Validate(options => options.MostDeliveries >= 1, $"The streams {name} need MostDeliveries of 1 or more.")
            .Validate(options => options.SweepEvery >= TimeSpan.FromMilliseconds(100), $"The streams {name} need SweepEvery of 100 ms or more.")
            .Validate<IOptionsMonitor<StreamPullingAgentOptions>>(
                (options, agents) => options.StrayAfter > agents.Get(name).MaxEventDeliveryTime,
                $"The streams {name} need StrayAfter longer than MaxEventDeliveryTime.");
        return QueueStreams.Add<RedisQueueOptions>(
            builder,
            name,
            (services, options, loggers, clock) => new RedisQueueStore(
                options,
                options.ServiceId.Length > 0 ? options.ServiceId : services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
                name,
                loggers.CreateLogger<RedisQueueStore>(),
                clock),
            configureStreams);
    }
}
