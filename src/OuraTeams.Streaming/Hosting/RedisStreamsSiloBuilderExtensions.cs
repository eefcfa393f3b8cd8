using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Redis;

namespace OuraTeams.Streaming.Hosting;

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
        builder.Services.AddRedisQueue(name, configure);
        return builder.AddRedisStreams(name, configureStreams);
    }

    /// <summary>Adds the stream provider over a queue that <c>AddRedisQueue</c> has registered under the same name.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the queue and of the provider.</param>
    /// <param name="configureStreams">Sets Orleans' own options of the provider, when wanted.</param>
    public static ISiloBuilder AddRedisStreams(this ISiloBuilder builder, string name, Action<ISiloPersistentStreamConfigurator>? configureStreams = null) =>
        builder.AddStreams<RedisQueueOptions>(name, configureStreams);
}
