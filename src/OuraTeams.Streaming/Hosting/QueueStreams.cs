using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Streams;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Hosting;

/// <summary>Registers streams over any <see cref="IQueueStore"/>.</summary>
internal static class QueueStreams
{
    /// <summary>Registers the store by the provider's name, and all that works without a silo.</summary>
    public static void AddQueue<TOptions>(
        this IServiceCollection services, string name, Func<IServiceProvider, TOptions, ILoggerFactory, TimeProvider, IQueueStore> store)
        where TOptions : QueueOptions
    {
        services.AddOptions<TOptions>(name)
            .Validate(options => options.MostWaiting >= 1, $"The streams {name} need MostWaiting of 1 or more.")
            .Validate(options => options.MeasureEvery >= TimeSpan.FromMilliseconds(100), $"The streams {name} need MeasureEvery of 100 ms or more.")
            .ValidateOnStart();
        services.AddKeyedSingleton(name, (provider, _) => store(provider, Options<TOptions>(provider, name), provider.GetRequiredService<ILoggerFactory>(), Clock(provider)));
        services.AddKeyedSingleton(name, (provider, _) => new QueueProducer(
            name, provider.GetRequiredKeyedService<IQueueStore>(name), Options<TOptions>(provider, name).ContextKeys, provider.GetRequiredService<Serializer<QueueEnvelope>>()));
        services.AddKeyedSingleton<IDeadLetters>(name, (provider, _) => new DeadLetters(
            name, provider.GetRequiredKeyedService<IQueueStore>(name), provider.GetRequiredService<Serializer<QueueEnvelope>>(), Clock(provider), provider.GetRequiredService<ILogger<DeadLetters>>()));
        services.AddKeyedSingleton<IQueueProducer>(name, (provider, _) => provider.GetRequiredKeyedService<QueueProducer>(name));
    }

    /// <summary>Registers the provider over the queue of the same name.</summary>
    public static ISiloBuilder AddStreams<TOptions>(this ISiloBuilder builder, string name, Action<ISiloPersistentStreamConfigurator>? configureStreams)
        where TOptions : QueueOptions
    {
        builder.Services.AddKeyedSingleton(name, (provider, _) => new QueueDepths(name, provider.GetRequiredService<IMeterFactory>(), Clock(provider)));
        builder.Services.AddKeyedSingleton<IQueueLag>(name, (provider, _) => provider.GetRequiredKeyedService<QueueDepths>(name));
        return builder.AddPersistentStreams(name, (provider, _) => new QueueAdapterFactory(provider, name, Options<TOptions>(provider, name)), streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            configureStreams?.Invoke(streams);
        });
    }

    private static TOptions Options<TOptions>(IServiceProvider services, string name) => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);

    private static TimeProvider Clock(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
