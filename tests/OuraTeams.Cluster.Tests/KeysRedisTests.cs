using System.Net;
using OuraTeams.Protocol.V1;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>Data keys in a Redis of their own: <c>Storage:KeysRedis</c>.</summary>
public sealed class KeysRedisTests
{
    private const string KeysPattern = "ourateams/key/{ring-account/*}";
    private const string CredentialsPattern = "ourateams/state/{ring-account/*}/connection";
    private const string Password = "admin";
    private const string NotThere = "(Storage:KeysRedis) does not answer yet";
    private static readonly string Documentation = Path.Combine(AppContext.BaseDirectory, "cluster.md");

    [Fact]
    public async Task Keys_are_there_and_only_there_for_a_user_with_only_the_documented_commands_and_silos_need_it()
    {
        string user = File.ReadLines(Documentation).Single(line => line.StartsWith("ACL SETUSER ourateams-keys", StringComparison.Ordinal));
        await using RedisProcess keys = await RedisProcess.StartAsync(["--requirepass", Password, "--user", .. user.Split(' ')[2..]]);
        string connection = $"{keys.Connection},user=ourateams-keys,password=password";
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape
        {
            Silos = 1,
            Intakes = 1,
            Gateways = 1,
            Members = 3,
            HistoryDays = 5,
            Settings = new Dictionary<string, string?> { ["Storage:KeysRedis"] = connection },
        });
        ClusterNode silo = cluster.Silos.Single();
        await RefusedAsync(silo, $"{keys.Connection},user=ourateams-keys,password=guess", $"Storage:KeysRedis: Redis at 127.0.0.1:{keys.Port} refuses the login");

        // Not there yet: a silo waits for it, and the others need no key.
        await keys.StopAsync();
        silo.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(silo.Output.Contains($"Redis at 127.0.0.1:{keys.Port} {NotThere}", StringComparison.Ordinal)), "it says that it waits");
        await cluster.Intakes.Single().StartAsync();
        await keys.StartAgainAsync();
        await silo.ReadyAsync();
        await cluster.Gateways.Single().StartAsync();
        await cluster.JoinAsync(cluster.People);
        await cluster.IsRightAsync();
        Assert.Equal((3, 0), (await CountAsync(keys, KeysPattern), await CountAsync(cluster.Redis, KeysPattern)));
        Assert.Equal((0, 3), (await CountAsync(keys, CredentialsPattern), await CountAsync(cluster.Redis, CredentialsPattern)));

        // It stops and comes back: the silo says so, and an intake goes on.
        await keys.StopAsync();
        await Eventually.HoldsAsync(async () => await ReadyAsync(silo) is (HttpStatusCode.ServiceUnavailable, { } text)
            && text.Contains("data-keys: The Redis of Storage:KeysRedis does not answer.", StringComparison.Ordinal), "the silo is not ready");
        await cluster.Intakes.Single().ReadyAsync();
        await keys.StartAgainAsync();
        await silo.ReadyAsync();

        // A silo that would look elsewhere does not start.
        Assert.Equal(0, await silo.StopAsync());
        await RefusedAsync(silo, "", "Storage:KeysRedis must be set");
        await RefusedAsync(silo, $"{keys.Connection},defaultDatabase=1", "Storage:KeysRedis: Redis at");
        await silo.StartAsync();
        ListMembersResponse members = await StillConnectedAsync(cluster);

        // A key is erased there.
        await cluster.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, MemberId = members.Members[0].MemberId }, cluster.Client.Headers);
        await Eventually.HoldsAsync(async () => await CountAsync(keys, KeysPattern) == 2, "the data key is erased");
        await using ConnectionMultiplexer admin = await ConnectAsync(keys);
        IEnumerable<string?> refused = ((RedisResult[])(await admin.GetDatabase().ExecuteAsync("ACL", "LOG"))!).Select(entry => entry.ToDictionary()["object"].ToString());
        Assert.Equal(["config|get"], refused.Distinct());
    }

    [Fact]
    public async Task A_new_key_waits_for_the_replica_of_its_own_Redis_and_is_kept_when_that_is_gone()
    {
        await using RedisProcess keys = await RedisProcess.StartAsync("--repl-diskless-sync-delay", "0");
        await using RedisProcess keysReplica = await RedisProcess.StartAsync("--replicaof", $"127.0.0.1 {keys.Port}");
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape
        {
            Silos = 1,
            Members = 8,
            HistoryDays = 5,
            RedisArguments = ["--repl-diskless-sync-delay", "0"],
            Settings = new Dictionary<string, string?>
            {
                ["Storage:KeysRedis"] = $"{keys.Connection},asyncTimeout=20000",
                ["Storage:Replicas"] = "1",
                ["Storage:ReplicaTimeout"] = "00:00:04",
            },
        });
        await using RedisProcess replica = await RedisProcess.StartAsync("--replicaof", $"127.0.0.1 {cluster.Redis.Port}");
        await RedisReplicas.FollowAsync(keys);
        await RedisReplicas.FollowAsync(cluster.Redis);
        ClusterNode silo = cluster.Silos.Single();
        await silo.StartAsync();
        await cluster.JoinAsync([.. cluster.People.Take(1)]);
        Assert.DoesNotContain("replicas had", silo.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (await CountAsync(keysReplica, KeysPattern), await CountAsync(replica, CredentialsPattern)));

        // Gone, and several keys are made at once: they wait together, within the time that a command has.
        await keysReplica.SignalAsync("STOP");
        Page[] pages = await Task.WhenAll(cluster.People.Skip(1).Select(async person => await Members.JoinAsync(
            await Members.InviteAsync(cluster.Client, TestCluster.Organization, TestCluster.Team, person.Name), person)));
        Assert.All(pages, page => Assert.Equal("Your ring is connected", page.Title));
        await silo.SaysAsync("0 of 1 replicas had a data key");
        Assert.DoesNotContain("replicas had a credential", silo.Output, StringComparison.Ordinal);
        await keysReplica.SignalAsync("CONT");

        // A process that also takes webhooks stays ready without it: the queue is in the other one.
        await keys.StopAsync();
        await Eventually.HoldsAsync(async () => await ReadyAsync(silo) is (HttpStatusCode.OK, { } text)
            && text.StartsWith("Degraded\ndata-keys:", StringComparison.Ordinal), "it says so");
    }

    [Fact]
    public async Task Keys_are_moved_as_documented()
    {
        await using RedisProcess keys = await RedisProcess.StartAsync();
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 1, Members = 2, HistoryDays = 5 });
        ClusterNode silo = cluster.Silos.Single();
        Assert.Equal(0, await silo.StopAsync());
        await RefusedAsync(silo, keys.Connection, "Storage:KeysRedis must be empty");

        foreach (string line in File.ReadLines(Documentation).Where(line => line.StartsWith("redis-cli -h states.example.org", StringComparison.Ordinal)))
        {
            string here = line.Replace("-h states.example.org", $"-p {cluster.Redis.Port}", StringComparison.Ordinal)
                .Replace("keys.example.org 6379", $"127.0.0.1 {keys.Port}", StringComparison.Ordinal);
            await RedisProcess.RunAsync("bash", "-c", here);
        }

        Assert.Equal((2, 0), (await CountAsync(keys, KeysPattern), await CountAsync(cluster.Redis, KeysPattern)));
        silo.Settings.Values["Storage:KeysRedis"] = keys.Connection;
        await silo.StartAsync();
        await StillConnectedAsync(cluster);
    }

    private static async Task<ListMembersResponse> StillConnectedAsync(TestCluster cluster)
    {
        await cluster.IsRightAsync();
        ListMembersResponse members = await cluster.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team }, cluster.Client.Headers);
        Assert.Equal(cluster.People.Count, members.Members.Count(member => member.ConnectionState == ConnectionState.Connected));
        return members;
    }

    private static async Task RefusedAsync(ClusterNode silo, string connection, string sentence)
    {
        await using var refused = ServerProcess.Start(new Dictionary<string, string?>(silo.Settings.Values) { ["Storage:KeysRedis"] = connection });
        Assert.Equal(1, await refused.WaitAsync());
        Assert.Contains($"ourateams did not start: {sentence}", refused.Output, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> ReadyAsync(ClusterNode node)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(node.Settings.Http, "/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As its administrator; one without a password lets everybody in.</summary>
    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisProcess redis) =>
        await ConnectionMultiplexer.ConnectAsync($"{redis.Connection},password={Password},allowAdmin=true,connectTimeout=30000,asyncTimeout=30000");

    private static async Task<int> CountAsync(RedisProcess redis, string pattern)
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(redis);
        int count = 0;
        await foreach (RedisKey _ in connection.GetServer($"127.0.0.1:{redis.Port}").KeysAsync(pattern: pattern))
        {
            count++;
        }

        return count;
    }
}
