using System.Text.RegularExpressions;
using OuraTeams.Server.Host.Settings;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>
/// Runs before everything else at the start. Waits until each Redis answers and accepts writes, and compares the settings with
/// the data. A refused login, another master key or another place of the data keys ends the start; nothing was written then.
/// </summary>
internal sealed partial class RedisStartupCheck(RedisConnections connections, RedisDataCheck data, TimeProvider clock, ILogger<RedisStartupCheck> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly string[] TransientErrors = ["CLUSTERDOWN", "LOADING", "MASTERDOWN", "NOREPLICAS", "READONLY", "TRYAGAIN"];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (RedisServer server in connections.Servers)
        {
            await RetryUntilAnsweredAsync(server, () => connections.OfAsync(server), cancellationToken);
        }

        // All are compared before any is written, so that a refused start changes nothing.
        foreach (RedisServer server in connections.Servers)
        {
            await RetryUntilAnsweredAsync(server, () => data.CompareAsync(server), cancellationToken);
        }

        foreach (RedisServer server in connections.Servers.Reverse())
        {
            await RetryUntilAnsweredAsync(server, () => data.StoreAsync(server), cancellationToken);
            await RetryUntilAnsweredAsync(server, () => CheckDurabilityAsync(server), cancellationToken);
            RedisLog.Connected(logger, server.Place);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Repeats a call until Redis answers it.</summary>
    private async Task RetryUntilAnsweredAsync(RedisServer server, Func<Task> ask, CancellationToken cancellation)
    {
        for (bool logged = false; ;)
        {
            try
            {
                await ask().WaitAsync(cancellation);
                return;
            }
            catch (Exception error) when (IsTransient(error))
            {
                if (!await IsReadOnlyAsync(server, error).WaitAsync(cancellation))
                {
                    RedisLog.NotAnswering(logger, server.Place, server.Setting, error.Message);
                }
                else if (!logged)
                {
                    RedisLog.IsReadOnly(logger, server.Place, server.Setting, error.Message);
                    logged = true;
                }
            }
            catch (RedisConnectionException error)
            {
                throw new SettingsException($"{server.Setting}: Redis at {server.Place} refuses the login.", error);
            }
            catch (RedisServerException answer)
            {
                throw new SettingsException($"{server.Setting}: Redis at {server.Place} refuses a command that the platform needs: {answer.Message}", answer);
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>
    /// Whether the failure ends by itself: a server that is starting, loads its data or is being promoted, or a cluster that is
    /// forming. While a primary is replaced, StackExchange.Redis itself refuses to send a write to a server that has become a replica.
    /// </summary>
    private static bool IsTransient(Exception error) => error switch
    {
        RedisTimeoutException => true,
        RedisConnectionException connection => !RedisRefusal.IsRefusal(connection),
        RedisCommandException command => command.Message.Contains("replica", StringComparison.Ordinal),
        RedisServerException answer => TransientErrors.Any(word => answer.Message.StartsWith(word, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>Whether Redis answers and only has no primary. Searches for the primary at once; StackExchange.Redis itself would do so once a minute.</summary>
    private async Task<bool> IsReadOnlyAsync(RedisServer server, Exception error)
    {
        if (error is RedisConnectionException { FailureType: not ConnectionFailureType.UnableToResolvePhysicalConnection } or RedisTimeoutException)
        {
            return false;
        }

        ConnectionMultiplexer connection = await connections.OfAsync(server);
        IServer[] connected = [.. connection.GetServers().Where(node => node.IsConnected)];
        bool hasOnlyReplicas = connected.Length > 0 && connected.All(node => node.IsReplica);
        await connection.ConfigureAsync();
        return hasOnlyReplicas || error is RedisCommandException || error.Message.StartsWith("READONLY", StringComparison.Ordinal);
    }

    private async Task CheckDurabilityAsync(RedisServer server)
    {
        // A connection of its own: StackExchange.Redis runs INFO only with AllowAdmin, which permits harmful commands too.
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
                RedisLog.MayEvict(logger, $"{node.EndPoint}", policy.Groups[1].Value);
            }

            // Redis reports this count only when min-replicas-to-write is set.
            if (server.HasSentinels && !info.Contains("min_slaves_good_slaves:", StringComparison.Ordinal))
            {
                RedisLog.NoReplicasRequired(logger, $"{node.EndPoint}");
            }
        }
    }

    [GeneratedRegex(@"^aof_enabled:(\d)", RegexOptions.Multiline)]
    private static partial Regex AppendOnly();

    [GeneratedRegex(@"^maxmemory_policy:([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Policy();
}
