using System.Globalization;

namespace OuraTeams.Streaming.Tests;

/// <summary>A primary, two replicas, and three Sentinels that watch them with short times and a quorum of two.</summary>
internal sealed class WatchedRedis : IAsyncDisposable
{
    private const string Service = "fleet";

    /// <summary>Of the default user of the servers and of the Sentinels.</summary>
    private const string Password = "secret";

    private readonly RedisProcess[] _servers;
    private readonly RedisProcess[] _sentinels;

    private WatchedRedis(RedisProcess[] servers, RedisProcess[] sentinels) => (_servers, _sentinels) = (servers, sentinels);

    public IReadOnlyList<RedisProcess> Servers => _servers;

    /// <summary>As an operator writes it, without a user or password.</summary>
    public string Place => string.Join(',', _sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}")) + $",serviceName={Service}";

    /// <summary>With the password of the default user, and times short enough for a test.</summary>
    public string Connection => $"{Place},password={Password},connectTimeout=1000,asyncTimeout=2000";

    /// <summary>Starts it.</summary>
    /// <param name="program">Redis or Valkey, for the servers and for the Sentinels.</param>
    /// <param name="user">A further user of the servers, as their file names one.</param>
    /// <param name="sentinelUser">A further user of the Sentinels.</param>
    public static async Task<WatchedRedis> StartAsync(RedisProgram program, string? user = null, string? sentinelUser = null)
    {
        string[] all = ["--requirepass", Password, "--masterauth", Password, "--repl-diskless-sync-delay", "0", "--min-replicas-to-write", "1", .. user is null ? [] : $"--{user}".Split(' ')];
        RedisProcess primary = await RedisProcess.StartAsync(program, all);
        RedisProcess[] replicas = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RedisProcess.StartAsync(program, [.. all, "--replicaof", $"127.0.0.1 {primary.Port}"])));
        RedisProcess[] sentinels = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RedisProcess.StartSentinelAsync(
            program,
            sentinelUser ?? "",
            $"requirepass {Password}",
            $"sentinel sentinel-pass {Password}",
            $"sentinel monitor {Service} 127.0.0.1 {primary.Port} 2",
            $"sentinel auth-pass {Service} {Password}",
            $"sentinel down-after-milliseconds {Service} 3000",
            $"sentinel failover-timeout {Service} 5000")));
        var watched = new WatchedRedis([primary, .. replicas], sentinels);
        await Eventually.IsTrueAsync(async () =>
        {
            string[] seen = await Task.WhenAll(sentinels.Select(sentinel => AskAsync(sentinel, "SENTINEL", "MASTER", Service)));
            return seen.All(master => Field(master, "num-slaves") == 2 && Field(master, "num-other-sentinels") == 2);
        });
        return watched;
    }

    /// <summary>The primary that the Sentinels name.</summary>
    public async Task<RedisProcess> PrimaryAsync()
    {
        string[] address = (await AskAsync(_sentinels[0], "SENTINEL", "GET-MASTER-ADDR-BY-NAME", Service)).Split('\n');
        int port = int.Parse(address[1], CultureInfo.InvariantCulture);
        return _servers.Single(server => server.Port == port);
    }

    /// <summary>Has the Sentinels make another server the primary; the one before stays, as a replica.</summary>
    public async Task SwitchAsync()
    {
        RedisProcess before = await PrimaryAsync();
        await Eventually.SucceedsAsync(() => AskAsync(_sentinels[0], "SENTINEL", "FAILOVER", Service));
        await AnotherThanAsync(before);
        await IsReplicaAsync(before);
    }

    /// <summary>Waits until the Sentinels name another primary, and it is one.</summary>
    public Task AnotherThanAsync(RedisProcess before) => Eventually.IsTrueAsync(async () =>
        await PrimaryAsync() is { } now && now != before && (await AskAsync(now, "ROLE")).StartsWith("master", StringComparison.Ordinal));

    /// <summary>Waits until it is a replica.</summary>
    public static Task IsReplicaAsync(RedisProcess server) =>
        Eventually.IsTrueAsync(async () => (await AskAsync(server, "ROLE")).StartsWith("slave", StringComparison.Ordinal));

    /// <summary>Commands that a server or a Sentinel refused to a user, each once.</summary>
    public async Task<string[]> RefusedAsync()
    {
        string[] logs = await Task.WhenAll(_servers.Concat(_sentinels).Select(process => AskAsync(process, "ACL", "LOG")));
        return [.. logs.SelectMany(log => log.Split('\n') is var lines ? lines.Zip(lines.Skip(1)) : []).Where(pair => pair.First == "object").Select(pair => pair.Second).Distinct().Order()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisProcess process in _sentinels.Concat(_servers))
        {
            await process.DisposeAsync();
        }
    }

    private static Task<string> AskAsync(RedisProcess server, params string[] command) =>
        RedisProcess.RunAsync("redis-cli", ["-e", "--no-auth-warning", "-a", Password, "-p", $"{server.Port}", .. command]);

    private static int Field(string answer, string name)
    {
        string[] lines = answer.Split('\n');
        return int.Parse(lines[Array.IndexOf(lines, name) + 1], CultureInfo.InvariantCulture);
    }
}
