using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>
/// The connections of this process, each opened once and closed when all that uses them has stopped. Membership has one of its
/// own, so that no heartbeat waits behind states; the queue opens its own too.
/// </summary>
internal sealed class RedisConnections(RedisServer states, RedisServer keys, ILogger<RedisConnections> logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<ConnectionMultiplexer>> _open = [];

    /// <summary>Each Redis of this process: that of the states, then that of the data keys where it is another one.</summary>
    public IReadOnlyList<RedisServer> Servers { get; } = keys == states ? [states] : [states, keys];

    /// <summary>Whether data keys are in a Redis of their own.</summary>
    public bool KeysAreApart => keys != states;

    /// <summary>The connection for states, for those who can't wait until it is open: it is, once the server has begun.</summary>
    public ConnectionMultiplexer States { get; private set; } = null!;

    /// <summary>For states, reminders and all that is small.</summary>
    public async Task<ConnectionMultiplexer> StatesAsync() => States = await OpenAsync(states, "state");

    /// <summary>For membership.</summary>
    public Task<ConnectionMultiplexer> MembershipAsync() => OpenAsync(states, "membership");

    /// <summary>For credentials, whose writes may wait for replicas.</summary>
    public Task<ConnectionMultiplexer> CredentialsAsync() => OpenAsync(states, "credential");

    /// <summary>For data keys that are written where the states are not, and may wait for replicas.</summary>
    public Task<ConnectionMultiplexer> NewKeysAsync() => OpenAsync(keys, "new-key");

    /// <summary>Whether a server is that of the states.</summary>
    public bool HasStates(RedisServer server) => server == states;

    /// <summary>For all that is small in one of the servers.</summary>
    public Task<ConnectionMultiplexer> OfAsync(RedisServer server) => server == states ? StatesAsync() : KeysAsync();

    /// <summary>For data keys.</summary>
    public Task<ConnectionMultiplexer> KeysAsync() => OpenAsync(keys, keys == states ? "state" : "key");

    public async ValueTask DisposeAsync()
    {
        Task<ConnectionMultiplexer>[] open;
        lock (_lock)
        {
            open = [.. _open.Values.Where(connection => connection.IsCompletedSuccessfully)];
            _open.Clear();
        }

        foreach (Task<ConnectionMultiplexer> connection in open)
        {
            await (await connection).DisposeAsync();
        }
    }

    private Task<ConnectionMultiplexer> OpenAsync(RedisServer server, string purpose)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(purpose, out Task<ConnectionMultiplexer>? connection) || connection.IsFaulted || connection.IsCanceled)
            {
                _open[purpose] = connection = server.ConnectAsync(purpose, logger);
            }

            return connection;
        }
    }
}
