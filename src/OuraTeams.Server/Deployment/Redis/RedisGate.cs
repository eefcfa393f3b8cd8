using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>
/// Comes before everything else at the start: waits for a Redis that is not there yet or is none to write to, says so, and lets
/// nobody write whose settings don't fit the data. A refused login, a wrong master key or a wrong place of the data keys ends the start.
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
        for (bool told = false; ;)
        {
            try
            {
                await ask().WaitAsync(cancellation);
                return;
            }
            catch (Exception error) when (IsPassing(error))
            {
                if (!await OnlyReadsAsync(server, error).WaitAsync(cancellation))
                {
                    RedisLog.Waiting(logger, server.Place, server.Setting, error.Message);
                }
                else if (!told)
                {
                    RedisLog.OnlyReads(logger, server.Place, server.Setting, error.Message);
                    told = true;
                }
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

    /// <summary>
    /// A server that is not there, still loads its data or changes its part, or a cluster whose members have not found each
    /// other yet. In the moment of a switch StackExchange.Redis itself refuses to send a write to what has become a replica.
    /// </summary>
    private static bool IsPassing(Exception error) => error switch
    {
        RedisTimeoutException => true,
        RedisConnectionException connection => !RedisRefusal.IsRefusal(connection),
        RedisCommandException command => command.Message.Contains("replica", StringComparison.Ordinal),
        RedisServerException answer => Passing.Any(word => answer.Message.StartsWith(word, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>Whether Redis answers and only has no primary. Looks for one: else that is done once a minute.</summary>
    private async Task<bool> OnlyReadsAsync(RedisServer server, Exception error)
    {
        if (error is RedisConnectionException { FailureType: not ConnectionFailureType.UnableToResolvePhysicalConnection } or RedisTimeoutException)
        {
            return false;
        }

        ConnectionMultiplexer connection = await connections.OfAsync(server);
        IServer[] there = [.. connection.GetServers().Where(node => node.IsConnected)];
        bool only = there.Length > 0 && there.All(node => node.IsReplica);
        await connection.ConfigureAsync();
        return only || error is RedisCommandException || error.Message.StartsWith("READONLY", StringComparison.Ordinal);
    }

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
