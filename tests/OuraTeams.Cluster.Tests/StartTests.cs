using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>Starts that must not succeed, or not yet.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_a_sentence_that_names_it()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Members = 1 });
        (string Key, string? Value, string Named)[] wrong =
        [
            ("Storage:Redis", "", "Storage:Redis"),
            ("Storage:Redis", "localhost:1,nonsense=1,password=secret", "Storage:Redis"),
            ("Storage:KeysRedis", "localhost:1,nonsense=1,password=secret", "Storage:KeysRedis"),
            ("Storage:RedisAuthority", "/nowhere/ca.pem", "Storage:RedisAuthority"),
            ("Storage:MasterKey", "", "Storage:MasterKey"),
            ("Storage:MasterKey", "short", "Storage:MasterKey"),
            ("Access:Token", "", "Access:Token"),
            ("Access:Token", "short", "Access:Token"),
            ("Storage:Replicas", "-1", "Storage:Replicas"),
            ("Cluster:Address", "somewhere", "Cluster:Address"),
            ("Cluster:ServiceId", "{a}", "Cluster:ServiceId"),
            ("Cluster:Role", "Everything", "Cluster:Role"),
            ("Cluster:DrainDelay", "-00:00:01", "Cluster:DrainDelay"),
            ("Activations:MemoryTarget", "90", "Activations:MemoryTarget"),
        ];
        var embedded = new Dictionary<string, string?>(cluster.Silos[0].Settings.Values) { ["Storage:Kind"] = "Embedded", ["Cluster:Role"] = "Silo" };
        await RefusedAsync(embedded, "Cluster:Role");
        await Parallel.ForEachAsync(wrong, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (setting, _) =>
            await RefusedAsync(new Dictionary<string, string?>(cluster.Silos[0].Settings.Values) { [setting.Key] = setting.Value }, setting.Named));
    }

    [Fact]
    public async Task Waits_for_a_Redis_that_is_not_there_yet_and_refuses_a_login_a_format_or_a_key_that_does_not_fit()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Members = 1, RedisArguments = ["--requirepass", "secret"] });
        ClusterNode silo = cluster.Silos[0];
        silo.Settings.Values["Storage:Redis"] = $"{cluster.Redis.Connection},password=guess";
        await RefusedAsync(silo.Settings.Values, "Storage:Redis: Redis at 127.0.0.1");

        silo.Settings.Values["Storage:Redis"] = $"{cluster.Redis.Connection},password=secret";
        await cluster.Redis.StopAsync();
        silo.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(silo.Process.Output.Contains("does not answer yet", StringComparison.Ordinal)), "it says that it waits");
        await cluster.Redis.StartAgainAsync();
        await silo.ReadyAsync();
        Assert.DoesNotContain("secret", silo.Process.Output, StringComparison.Ordinal);
        Assert.Equal(0, await silo.StopAsync());

        await using (ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(silo.Settings.Values["Storage:Redis"]!))
        {
            IDatabase database = redis.GetDatabase();
            Assert.Equal(1, await database.StringGetAsync("ourateams/format"));
            await database.KeyDeleteAsync("ourateams/format");
            await RefusedAsync(silo.Settings.Values, "(Storage:Redis) were stored by a version before 0.3.0");
            await database.StringSetAsync("ourateams/format", 7);
            await RefusedAsync(silo.Settings.Values, "(Storage:Redis) have format 7");
            await database.StringSetAsync("ourateams/format", 1);
        }

        silo.Settings.Values["Storage:MasterKey"] = Convert.ToBase64String(new byte[32]);
        await RefusedAsync(silo.Settings.Values, "Storage:MasterKey");

        // Asked to stop while it waits, it goes in peace.
        await cluster.Redis.StopAsync();
        silo.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(silo.Process.Output.Contains("does not answer yet", StringComparison.Ordinal)), "it says that it waits");
        Assert.Equal(0, await silo.StopAsync());
    }

    [Fact]
    public async Task Waits_for_a_Redis_that_takes_no_writes_yet()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Members = 1, RedisArguments = ["--min-replicas-to-write", "1", "--repl-diskless-sync-delay", "0"] });
        ClusterNode silo = cluster.Silos[0];
        silo.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(silo.Process.Output.Contains("NOREPLICAS", StringComparison.Ordinal)), "it says that it waits");
        await using RedisProcess replica = await RedisProcess.StartAsync("--replicaof", $"127.0.0.1 {cluster.Redis.Port}");
        await silo.ReadyAsync();
    }

    [Fact]
    public async Task Warns_of_a_primary_that_would_take_writes_when_Sentinel_has_another_one()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Members = 1 });
        await using RedisProcess sentinel = await RedisProcess.StartSentinelAsync(RedisProgram.Redis, $"sentinel monitor fleet 127.0.0.1 {cluster.Redis.Port} 1");
        ClusterNode silo = cluster.Silos[0];
        silo.Settings.Values["Storage:Redis"] = $"127.0.0.1:{sentinel.Port},serviceName=fleet";

        await silo.StartAsync();

        await silo.SaysAsync($"Redis at the Sentinels 127.0.0.1:{sentinel.Port} (service fleet) answers");
        await silo.SaysAsync($"Redis at 127.0.0.1:{cluster.Redis.Port} has no min-replicas-to-write");
    }

    private static async Task RefusedAsync(IReadOnlyDictionary<string, string?> settings, string named)
    {
        await using var refused = ServerProcess.Start(settings);
        int code = await refused.WaitAsync();
        Assert.True(code == 1 && refused.Output.Contains("ourateams did not start", StringComparison.Ordinal) && refused.Output.Contains(named, StringComparison.Ordinal), $"{named}: {code} {refused.Output}");
        Assert.DoesNotContain("password=secret", refused.Output, StringComparison.Ordinal);
    }
}
