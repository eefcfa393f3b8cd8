using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Sqlite;

namespace OuraTeams.Streaming.Tests;

public sealed class SqliteQueueStoreTests : QueueStoreBehaviour, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-queue-");

    private string File => Path.Combine(_folder.FullName, "queue.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_append_that_can_not_be_stored_fails_and_the_next_one_works()
    {
        await ExecuteAsync("CREATE TRIGGER refuse BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'refused'); END");
        await Assert.ThrowsAsync<SqliteException>(() => Store.AppendAsync(0, new byte[] { 1 }));

        await ExecuteAsync("DROP TRIGGER refuse");
        await Store.AppendAsync(0, new byte[] { 2 });

        Assert.Equal([2], Assert.Single(await Store.Read(0).NextAsync(10, CancellationToken.None)).Payload);
    }

    [Fact]
    public async Task An_append_is_on_disk_when_it_ends()
    {
        await Store.AppendAsync(0, new byte[] { 1 });

        await using var other = new SqliteConnection($"Data Source={File};Mode=ReadOnly");
        await other.OpenAsync();
        await using SqliteCommand count = other.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM message";
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    private protected override async Task<IQueueStore> OpenAsync(Action<QueueOptions>? configure = null)
    {
        var options = new SqliteQueueOptions { Path = File };
        configure?.Invoke(options);
        var store = new SqliteQueueStore(options, NullLogger<SqliteQueueStore>.Instance, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private protected override Task CloseAsync(IQueueStore store)
    {
        ((SqliteQueueStore)store).Dispose();
        return Task.CompletedTask;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File}");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
