using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>
/// Comes before everything else at the start: waits for a Redis that is not there yet, says so, and lets nobody write who has
/// another master key than the data. A refused login or a wrong key ends the start.
/// </summary>
internal sealed partial class RedisGate(
    RedisConnections connections, RedisServer server, RedisKeys keys, MasterKey master, TimeProvider clock, ILogger<RedisGate> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly string[] Passing = ["CLUSTERDOWN", "LOADING", "MASTERDOWN", "NOREPLICAS", "READONLY", "TRYAGAIN"];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ConnectionMultiplexer connection = await AnsweredAsync(connections.StatesAsync, cancellationToken);
        await AnsweredAsync(connections.KeysAsync, cancellationToken);
        await AnsweredAsync(() => CheckMasterKeyAsync(connection.GetDatabase()), cancellationToken);
        await AnsweredAsync(CheckDurabilityAsync, cancellationToken);
        RedisLog.Answers(logger, server.Place);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks until Redis answers.</summary>
    private async Task<T> AnsweredAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ask().WaitAsync(cancellation);
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

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>A server that still loads its data or changes its part, or a cluster whose members have not found each other yet.</summary>
    private static bool IsPassing(RedisServerException answer) =>
        Passing.Any(word => answer.Message.StartsWith(word, StringComparison.Ordinal));

    private async Task<bool> CheckMasterKeyAsync(IDatabase database)
    {
        RedisValue id = Convert.ToHexStringLower(master.Id.Span);
        await database.StringSetAsync(keys.MasterKey, id, when: When.NotExists, flags: CommandFlags.DemandMaster);
        if (await database.StringGetAsync(keys.MasterKey, CommandFlags.DemandMaster) != id)
        {
            throw new StorageException(
                $"The data in Redis at {server.Place} was written with another key than the one that Storage:MasterKey gives. Set Storage:MasterKey to the key it was written with.");
        }

        return true;
    }

    private async Task<bool> CheckDurabilityAsync()
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

        return true;
    }

    [GeneratedRegex(@"^aof_enabled:(\d)", RegexOptions.Multiline)]
    private static partial Regex AppendOnly();

    [GeneratedRegex(@"^maxmemory_policy:([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Policy();
}
