using Microsoft.Extensions.Logging.Abstractions;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>One redis-server for the tests of a class, and one connection beside the stores'.</summary>
public class RedisFixture : IAsyncLifetime
{
    private RedisProcess? _redis;
    private ConnectionMultiplexer? _connection;

    /// <summary>The process; skips the test where its program is missing.</summary>
    internal RedisProcess Redis => _redis ?? throw Program.Missing();

    internal IDatabase Database => Connection.GetDatabase();

    internal ConnectionMultiplexer Connection => _connection ?? throw Program.Missing();

    private protected virtual RedisProgram Program => RedisProgram.Redis;

    public async ValueTask InitializeAsync()
    {
        if (Program.IsThere)
        {
            _redis = await RedisProcess.StartAsync(Program);
            _connection = await _redis.ConnectAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        GC.SuppressFinalize(this);
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
