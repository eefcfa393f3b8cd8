using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>One redis-server for the tests of a class, and one connection beside the stores'.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    internal RedisProcess Redis { get; private set; } = null!;

    internal IDatabase Database => Connection.GetDatabase();

    internal ConnectionMultiplexer Connection { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Redis = await RedisProcess.StartAsync();
        Connection = await Redis.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Redis.DisposeAsync();
    }

    /// <summary>Opens a queue named by <paramref name="service"/>.</summary>
    internal static async Task<RedisQueueStore> OpenAsync(string connection, string service, Action<RedisQueueOptions>? configure = null)
    {
        var options = new RedisQueueOptions { Connection = connection };
        configure?.Invoke(options);
        var store = new RedisQueueStore(options, service, "queue", NullLogger<RedisQueueStore>.Instance, TimeProvider.System);
        try
        {
            await store.OpenAsync(CancellationToken.None);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
