using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Sqlite;

namespace OuraTeams.Streaming.Hosting;

/// <summary>Registers streams over a durable queue in a SQLite file.</summary>
public static class SqliteStreamsSiloBuilderExtensions
{
    /// <summary>
    /// Adds a stream provider whose events are on disk when <c>OnNextAsync</c> ends and stay there until a consumer took
    /// them. At least once, in order for each stream, implicit subscriptions only, not rewindable. The store is registered
    /// as a keyed <see cref="IQueueStore"/> under the same name.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">Name of the provider. Fixed for ever: it decides where a stream's events are.</param>
    /// <param name="configure">Sets the queue's options.</param>
    /// <param name="configureStreams">Sets Orleans' own options of the provider, when wanted.</param>
    public static ISiloBuilder AddSqliteStreams(
        this ISiloBuilder builder, string name, Action<SqliteQueueOptions> configure, Action<ISiloPersistentStreamConfigurator>? configureStreams = null)
    {
        builder.Services.AddOptions<SqliteQueueOptions>(name).Configure(configure)
            .Validate(options => options.Path.Length > 0 && options.MostInOneCommit is >= 1 and <= 10_000, $"The streams {name} need a Path, and MostInOneCommit of 1 to 10,000.");
        builder.Services.AddQueue<SqliteQueueOptions>(
            name, (_, options, loggers, clock) => new SqliteQueueStore(options, loggers.CreateLogger<SqliteQueueStore>(), clock));
        return builder.AddStreams<SqliteQueueOptions>(name, configureStreams);
    }
}
