using OuraTeams.Streaming.Hosting;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Tests;

/// <summary>The provider over SQLite.</summary>
public sealed class SqliteStreamProviderTests : StreamProviderBehaviour, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-streams-");

    public void Dispose() => _folder.Delete(recursive: true);

    private protected override void AddStreams(ISiloBuilder silo, Action<QueueOptions> configure, Action<ISiloPersistentStreamConfigurator> configureStreams) =>
        silo.AddSqliteStreams(
            Provider,
            options =>
            {
                options.Path = Path.Combine(_folder.FullName, "queue.db");
                configure(options);
            },
            configureStreams);
}
