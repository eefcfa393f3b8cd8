using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Streams;

namespace OuraTeams.Streaming;

/// <summary>Registers streams over a durable queue in a SQLite file.</summary>
public static class SqliteStreamsSiloBuilderExtensions
{
    /// <summary>
    /// Adds a stream provider whose events are on disk when <c>OnNextAsync</c> ends and stay there until a consumer took
    /// them. At least once, in order for each stream, implicit subscriptions only, not rewindable.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider. Fixed for ever: it decides where a stream's events are.</param>
    /// <param name="configure">Sets the queue's options.</param>
    /// <param name="configureStreams">Sets Orleans' own options of the provider, when wanted.</param>
    public static ISiloBuilder AddSqliteStreams(
        this ISiloBuilder builder, string name, Action<SqliteQueueOptions> configure, Action<ISiloPersistentStreamConfigurator>? configureStreams = null)
    {
        builder.Services.AddOptions<SqliteQueueOptions>(name).Configure(configure)
            .Validate(options => options.Path.Length > 0 && options.MostInOneCommit is >= 1 and <= 10_000, $"The streams {name} need a Path, and MostInOneCommit of 1 to 10,000.")
            .ValidateOnStart();
        builder.Services.AddKeyedSingleton<IQueueStore>(name, (services, _) => new SqliteQueueStore(
            services.GetRequiredService<IOptionsMonitor<SqliteQueueOptions>>().Get(name),
            services.GetRequiredService<ILogger<SqliteQueueStore>>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.AddPersistentStreams(name, Factory, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            configureStreams?.Invoke(streams);
        });
    }

    private static QueueAdapterFactory Factory(IServiceProvider services, string name) => new(
        name,
        services.GetRequiredKeyedService<IQueueStore>(name),
        services.GetRequiredService<IOptionsMonitor<SimpleQueueCacheOptions>>().Get(name),
        services.GetRequiredService<Serializer<QueueEnvelope>>(),
        services.GetRequiredService<ILoggerFactory>(),
        services.GetService<TimeProvider>() ?? TimeProvider.System);
}
