using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>
/// Comes before everything else at the start: waits for a Redis that is not there yet, says so, and lets nobody write whose
/// settings don't fit the data. A refused login, a wrong master key or a wrong place of the data keys ends the start.
/// </summary>
internal sealed partial class RedisGate(RedisConnections connections, RedisMarks marks, TimeProvider clock, ILogger<RedisGate> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly string[] Passing = ["CLUSTERDOWN", "LOADING", "MASTERDOWN", "NOREPLICAS", "READONLY", "TRYAGAIN"];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (RedisServer server in connections.Servers)
        {
            await AnsweredAsync(server, () => connections.OfAsync(server), cancellationToken);
        }

        // All are compared before any is written: a refused start changes nothing.
        foreach (RedisServer server in connections.Servers)
        {
            await AnsweredAsync(server, () => marks.CompareAsync(server), cancellationToken);
        }

        foreach (RedisServer server in connections.Servers.Reverse())
        {
            await AnsweredAsync(server, () => marks.LeaveAsync(server), cancellationToken);
            await AnsweredAsync(server, () => CheckDurabilityAsync(server), cancellationToken);
            RedisLog.Answers(logger, server.Place);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks until Redis answers.</summary>
    private async Task AnsweredAsync(RedisServer server, Func<Task> ask, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ask().WaitAsync(cancellation);
                return;
            }
            catch (Exception error) when (error is RedisTimeoutException
                || (error is RedisConnectionException connection && !RedisRefusal.IsRefusal(connection))
                || (error is RedisServerException answer && IsPassing(answer)))
            {
                RedisLog.Waiting(logger, server.Place, server.Setting, error.Message);
            }
            catch (RedisConnectionException error)
            {
                throw new SettingsException($"{server.Setting}: Redis at {server.Place} refuses the login.", error);
            }
            catch (RedisServerException answer)
            {
                throw new SettingsException($"{server.Setting}: Redis at {server.Place} refuses what is needed of it: {answer.Message}", answer);
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>A server that still loads its data or changes its part, or a cluster whose members have not found each other yet.</summary>
    private static bool IsPassing(RedisServerException answer) =>
        Passing.Any(word => answer.Message.StartsWith(word, StringComparison.Ordinal));

    private async Task CheckDurabilityAsync(RedisServer server)
    {
        // A connection for this alone: StackExchange.Redis gives INFO only to those that may also do harm.
        ConfigurationOptions options = server.Options("check");
        options.AllowAdmin = true;
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        foreach (IServer node in connection.GetServers().Where(node => node is { IsConnected: true, IsReplica: false }))
        {
            string info = $"{await node.ExecuteAsync("INFO")}";
            if (AppendOnly().Match(info) is { Success: true } append && append.Groups[1].Value == "0")
            {
                RedisLog.NoAppendOnlyFile(logger, $"{node.EndPoint}");
            }

            if (Policy().Match(info) is { Success: true } policy && policy.Groups[1].Value != "noeviction")
            {
                RedisLog.Evicts(logger, $"{node.EndPoint}", policy.Groups[1].Value);
            }

            // Redis counts its good replicas only where it needs some for a write.
            if (server.IsWatched && !info.Contains("min_slaves_good_slaves:", StringComparison.Ordinal))
            {
                RedisLog.WritesAlone(logger, $"{node.EndPoint}");
            }
        }
    }

    [GeneratedRegex(@"^aof_enabled:(\d)", RegexOptions.Multiline)]
    private static partial Regex AppendOnly();

    [GeneratedRegex(@"^maxmemory_policy:([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Policy();
}
