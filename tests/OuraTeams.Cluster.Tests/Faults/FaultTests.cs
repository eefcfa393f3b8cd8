using OuraTeams.Sandbox;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>
/// What goes wrong in a cluster, one thing after the other, in a storm of events. After each, every event that was accepted shows
/// in the summaries, everybody is still connected, no refresh token was used twice and no budget overspent.
/// </summary>
public sealed class FaultTests(FaultClusters clusters, ITestOutputHelper output) : IClassFixture<FaultClusters>
{
    private const string Name = "Fault";

    [Fact, Trait(Name, "kill-one")]
    public Task A_killed_silo() => OutlivesAsync("kill-one", "SIGKILL of one silo of three; it stays away", async faults =>
    {
        await faults.Cluster.Silos[1].KillAsync();
        await Task.Delay(faults.Form.Around);
    });

    [Fact, Trait(Name, "kill-two")]
    public Task Two_killed_silos() => OutlivesAsync("kill-two", "SIGKILL of two silos of three at once; they stay away", async faults =>
    {
        await Task.WhenAll(faults.Cluster.Silos[0].KillAsync(), faults.Cluster.Silos[2].KillAsync());
        await Task.Delay(faults.Form.Around);
    });

    [Fact, Trait(Name, "redis-restart")]
    public Task A_restart_of_Redis() => OutlivesAsync(
        "redis-restart",
        "SIGKILL of Redis, started again at once from its append only file",
        async faults =>
        {
            await faults.Cluster.Redis.KillAsync();
            await faults.Cluster.Redis.StartAgainAsync();
            await Task.Delay(faults.Form.Around);
        },
        slowRefreshes: true);

    [Fact, Trait(Name, "redis-pause")]
    public Task A_pause_of_Redis() => OutlivesAsync(
        "redis-pause",
        $"SIGSTOP of Redis for {FaultForm.Chosen().RedisPause.TotalSeconds:0} s",
        async faults =>
        {
            await faults.Cluster.Redis.SignalAsync("STOP");
            await Task.Delay(faults.Form.RedisPause);
            await faults.Cluster.Redis.SignalAsync("CONT");
        },
        slowRefreshes: true);

    [Fact, Trait(Name, "redis-full")]
    public Task A_full_Redis() => OutlivesAsync(
        "redis-full",
        $"Redis at maxmemory (noeviction) for {FaultForm.Chosen().Full.TotalSeconds:0} s",
        async faults =>
        {
            await using ConnectionMultiplexer redis = await faults.Cluster.Redis.ConnectAsync();
            IServer server = redis.GetServers().Single();
            await server.ConfigSetAsync("maxmemory", "1mb");
            await Task.Delay(faults.Form.Full);
            await server.ConfigSetAsync("maxmemory", "0");
        },
        slowRefreshes: true);

    [Fact, Trait(Name, "freeze")]
    public Task A_silo_that_stands_still_and_wakes() => OutlivesAsync(
        "freeze",
        $"SIGSTOP of a silo for {FaultForm.Chosen().Freeze.TotalSeconds:0} s, then SIGCONT; it finds that it was declared dead, ends, and is started again",
        async faults =>
        {
            ClusterNode silo = faults.Cluster.Silos[0];
            await silo.Process.SignalAsync("STOP");
            await Task.WhenAll(Task.Delay(faults.Form.Freeze), faults.DeclaredDeadAsync(silo));
            await silo.Process.SignalAsync("CONT");
            await FaultCluster.EndedAsync(silo);
            await silo.StartAsync();
        });

    [Fact, Trait(Name, "split")]
    public Task A_silo_that_is_cut_off_from_the_others_only()
    {
        Assert.SkipUnless(SiloNetworks.ArePossible, "Network namespaces need root and the program ip (Debian's iproute2).");
        return OutlivesAsync(
            "split",
            $"One silo cut off from the others for {FaultForm.Chosen().Split.TotalSeconds:0} s, but not from Redis and Oura; it finds that it was declared dead, ends, and is started again",
            async faults =>
            {
                ClusterNode silo = faults.Cluster.Silos[2];
                await faults.Networks!.CutAsync(3);
                await Task.WhenAll(Task.Delay(faults.Form.Split), FaultCluster.EndedAsync(silo));
                await faults.Networks.JoinAsync(3);
                await silo.StartAsync();
            });
    }

    [Fact, Trait(Name, "clock")]
    public Task A_clock_that_is_ahead() => OutlivesAClockAsync("clock", FaultForm.Chosen().Ahead, "ahead");

    [Fact, Trait(Name, "clock-behind")]
    public Task A_clock_that_is_behind() => OutlivesAClockAsync("clock-behind", -FaultForm.Chosen().Behind, "behind");

    [Fact, Trait(Name, "roll")]
    public Task A_roll_of_all_silos() => OutlivesAsync("roll", "SIGTERM and start of each silo in turn", async faults =>
    {
        foreach (ClusterNode silo in faults.Cluster.Silos)
        {
            Assert.Equal(0, await silo.StopAsync());
            await silo.StartAsync();
        }
    });

    private Task OutlivesAClockAsync(string name, TimeSpan skew, string where)
    {
        Assert.SkipUnless(FaultClock.IsPossible, "A wrong clock needs libfaketime (Debian's faketime).");
        return OutlivesAsync(
            name,
            $"One silo's clock {skew.Duration().TotalMinutes:0} min {where}: it is stopped, started with that clock, and replaced by one with the right clock",
            async faults =>
            {
                ClusterNode silo = faults.Cluster.Silos[1];
                Assert.Equal(0, await silo.StopAsync());
                FaultClock.Set(silo.Settings.Values, skew);
                await StartElsewhereAsync(silo);
                await Task.Delay(faults.Form.Around * 3);
                Assert.Equal(0, await silo.StopAsync());
                FaultClock.Clear(silo.Settings.Values);
                await StartElsewhereAsync(silo);
            });
    }

    /// <summary>
    /// At another address, as a new pod: Orleans takes a silo for a dead one's elder, and ends it, when its clock is behind that of
    /// the last one at the same address.
    /// </summary>
    private static Task StartElsewhereAsync(ClusterNode silo)
    {
        silo.Settings.Values["Listen:SiloPort"] = $"{Ports.Free()}";
        return silo.StartAsync();
    }

    private async Task OutlivesAsync(string name, string done, Func<FaultCluster, Task> fault, bool slowRefreshes = false)
    {
        FaultCluster faults = await clusters.GetAsync();
        try
        {
            FaultResult result = await faults.SufferAsync(name, done, () => slowRefreshes ? RefreshesAreUnderWayAsync(faults.Cluster) : Task.CompletedTask, () => fault(faults));
            output.WriteLine($"{result}");
            if (Environment.GetEnvironmentVariable("OURATEAMS_FAULTS_TABLE") is { Length: > 0 } table)
            {
                await File.AppendAllLinesAsync(table, [result.Row()]);
            }

            Assert.True(result is { Wrong: null, Lost: 0, UsedTwice: 0, OverBudget: 0 } && result.Accepted == result.Changes, $"{result}");
            await faults.ReviveAsync();
        }
        catch
        {
            output.WriteLine(string.Join("\n\n", faults.Cluster.Nodes.Select(node => $"=== {node.Name}\n{End(node.Output)}")));
            await clusters.DropAsync();
            throw;
        }
        finally
        {
            if (Environment.GetEnvironmentVariable("OURATEAMS_FAULTS_LOGS") is { Length: > 0 } logs)
            {
                await File.WriteAllTextAsync(Path.Combine(logs, $"{name}.log"), faults.Cluster.Output());
            }
        }
    }

    /// <summary>Refreshes whose answers come when the store can't be written.</summary>
    private static async Task RefreshesAreUnderWayAsync(TestCluster cluster)
    {
        cluster.Sandbox.Faults.Add(new Fault { Kind = FaultKind.Latency, Where = "/oauth/token", Delay = TimeSpan.FromSeconds(4) });
        await Eventually.HoldsAsync(() => Task.FromResult(cluster.Sandbox.Faults.Hits(FaultKind.Latency) > 0), "a refresh is under way", 900);
    }

    private static string End(string log) => string.Join('\n', log.Split('\n').TakeLast(40));
}
