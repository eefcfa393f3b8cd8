using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Registers streams over any <see cref="IQueueStore"/>.</summary>
internal static class QueueStreams
{
    /// <summary>Registers the store by the provider's name, and the provider over it.</summary>
    public static ISiloBuilder Add<TOptions>(
        ISiloBuilder builder, string name, Func<IServiceProvider, TOptions, ILoggerFactory, TimeProvider, IQueueStore> store, Action<ISiloPersistentStreamConfigurator>? configureStreams)
        where TOptions : QueueOptions
    {
        builder.Services.AddOptions<TOptions>(name)
            .Validate(options => options.MostWaiting >= 1, $"The streams {name} need MostWaiting of 1 or more.")
            .Validate(options => options.MeasureEvery >= TimeSpan.FromMilliseconds(100), $"The streams {name} need MeasureEvery of 100 ms or more.")
            .ValidateOnStart();
        builder.Services.AddKeyedSingleton(name, (services, _) => store(
            services,
            Options(services),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.AddPersistentStreams(name, (services, _) => new QueueAdapterFactory(services, name, Options(services)), streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            configureStreams?.Invoke(streams);
        });

        TOptions Options(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);
    }
}
