using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Server.Deployment.Redis;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>What a start waits for before it touches anything in Redis.</summary>
public sealed class RedisStartupCheckTests
{
    private const int IsReadOnly = 3409;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_in_the_moment_of_a_switch_waits_until_the_server_is_the_primary_and_says_so_once(bool wasPrimary)
    {
        await using RedisProcess primary = await RedisProcess.StartAsync();
        await using RedisProcess replica = await RedisProcess.StartAsync();
        var server = new RedisServer("Storage:Redis", replica.Connection, "");
        await using var connections = new RedisConnections(server, server, NullLogger<RedisConnections>.Instance);
        var data = new RedisDataCheck(connections, new RedisKeys("check"), MasterKey.Parse(Convert.ToBase64String(new byte[MasterKey.Length]), "key"), new ClusterOptions());
        await using ConnectionMultiplexer admin = await replica.ConnectAsync();
        if (wasPrimary)
        {
            // As which it is known to the connection.
            await connections.StatesAsync();
        }

        await admin.GetDatabase().ExecuteAsync("REPLICAOF", "127.0.0.1", $"{primary.Port}");
        var clock = new FakeTimeProvider();
        var log = new EventIds();
        var check = new RedisStartupCheck(connections, data, clock, log);

        Task start = check.StartAsync(CancellationToken.None);
        int tries = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(Pause);
                return Task.FromResult(start.IsCompleted || (log.Seen.Contains(IsReadOnly) && ++tries == 20));
            },
            "it says that it waits");
        Assert.False(start.IsCompleted, start.Exception?.ToString());

        await admin.GetDatabase().ExecuteAsync("REPLICAOF", "NO", "ONE");
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(Pause);
                return Task.FromResult(start.IsCompleted);
            },
            "it goes on");
        await start;
        Assert.Single(log.Seen, IsReadOnly);
        Assert.True((await (await connections.StatesAsync()).GetDatabase().StringGetAsync("check/master-key")).HasValue);
    }

    private sealed class EventIds : ILogger<RedisStartupCheck>
    {
        public ConcurrentQueue<int> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Seen.Enqueue(eventId.Id);
    }
}
