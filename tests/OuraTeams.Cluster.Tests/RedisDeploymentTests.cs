using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>The platform over Redis and over Valkey as they are deployed: with TLS and a user, as a cluster, with replicas.</summary>
public sealed class RedisDeploymentTests
{
    private static readonly ClusterShape OneProcess = new() { Silos = 1, Members = 5, HistoryDays = 5 };

    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task Over_TLS_a_user_with_only_the_documented_commands_and_keys_is_enough(string program)
    {
        bool valkey = program == RedisProgram.Valkey.Name;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-tls-");
        try
        {
            string authority = Path.Combine(folder.FullName, "ca.pem");
            string certificate = Path.Combine(folder.FullName, "redis.pem");
            string key = Path.Combine(folder.FullName, "redis.key");
            await RedisCertificates.MakeAsync(authority, certificate, key);
            int port = Ports.Free();
            await using TestCluster cluster = await TestCluster.PrepareAsync(OneProcess with
            {
                Redis = RedisProgram.Named(program),
                RedisArguments = ["--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no"],
                Settings = new Dictionary<string, string?> { ["Storage:Redis"] = $"localhost:{port},ssl=true,user=ourateams,password=password", ["Storage:RedisAuthority"] = authority },
            });
            await using ConnectionMultiplexer admin = await cluster.Redis.ConnectAsync();
            string documented = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cluster.md")).Single(line => line.StartsWith("ACL SETUSER ourateams ", StringComparison.Ordinal));
            await admin.GetDatabase().ExecuteAsync("ACL", [.. documented.Split(' ')[1..], .. valkey ? ["+client|setinfo"] : Array.Empty<string>()]);
            await UseAsync(cluster);

            IEnumerable<string?> refused = ((RedisResult[])(await admin.GetDatabase().ExecuteAsync("ACL", "LOG"))!).Select(entry => entry.ToDictionary()["object"].ToString());
            Assert.Equal(["config|get"], refused.Distinct());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Over_a_cluster_of_three_primaries()
    {
        RedisProcess[] nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            RedisProcess.StartAsync("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-port", $"{Ports.Free()}")));
        try
        {
            await RedisProcess.RunAsync("redis-cli", ["--cluster", "create", .. nodes.Select(node => $"127.0.0.1:{node.Port}"), "--cluster-yes"]);
            await using TestCluster cluster = await TestCluster.PrepareAsync(OneProcess with
            {
                Settings = new Dictionary<string, string?> { ["Storage:Redis"] = string.Join(',', nodes.Select(node => $"127.0.0.1:{node.Port}")) },
            });
            await UseAsync(cluster);
            foreach (RedisProcess node in nodes)
            {
                await using ConnectionMultiplexer connection = await node.ConnectAsync();
                Assert.NotEqual(0, await connection.GetServer($"127.0.0.1:{node.Port}").DatabaseSizeAsync());
            }
        }
        finally
        {
            foreach (RedisProcess node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task With_a_replica_credentials_wait_for_it_and_are_kept_when_it_is_gone()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(OneProcess with
        {
            RedisArguments = ["--repl-diskless-sync-delay", "0"],
            Settings = new Dictionary<string, string?> { ["Storage:Replicas"] = "1", ["Storage:ReplicaTimeout"] = "00:00:02" },
        });
        await using RedisProcess replica = await RedisProcess.StartAsync("--replicaof", $"127.0.0.1 {cluster.Redis.Port}");
        await RedisReplicas.FollowAsync(cluster.Redis);
        await cluster.Silos[0].StartAsync();
        await cluster.JoinAsync([.. cluster.People.Take(2)]);
        Assert.DoesNotContain("replicas had a credential", cluster.Silos[0].Process.Output, StringComparison.Ordinal);
        await using (ConnectionMultiplexer beside = await replica.ConnectAsync())
        {
            Assert.Equal(2, await CountAsync(beside, replica, "ourateams/state/{ring-account/*}/connection"));
            Assert.Equal(2, await CountAsync(beside, replica, "ourateams/key/{ring-account/*}"));
        }

        await replica.SignalAsync("STOP");
        Uri link = await Members.InviteAsync(cluster.Client, TestCluster.Organization, TestCluster.Team, cluster.People[2].Name);
        Page last = await Members.JoinAsync(link, cluster.People[2]);
        Assert.Equal("Your ring is connected", last.Title);
        await cluster.Silos[0].SaysAsync("0 of 1 replicas had a credential");
        await replica.SignalAsync("CONT");
    }

    [Fact]
    public async Task Nothing_in_Redis_says_what_it_is_and_forgetting_a_member_erases_the_data_key()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(OneProcess);
        await cluster.IsRightAsync();
        await using ConnectionMultiplexer redis = await cluster.Redis.ConnectAsync();
        string file = await File.ReadAllTextAsync(Directory.GetFiles(cluster.Redis.Folder, "*.incr.aof", SearchOption.AllDirectories).Single());
        Assert.DoesNotContain("squad\"", file, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.People[0].Name, file, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", file, StringComparison.Ordinal);
        Assert.Contains("SealedXmlDecryptor", file, StringComparison.Ordinal);
        Assert.Equal(5, await CountAsync(redis, cluster.Redis, "ourateams/key/{ring-account/*}"));

        var members = await cluster.Client.Teams.ListMembersAsync(
            new Protocol.V1.ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team }, cluster.Client.Headers);
        await cluster.Client.Teams.DisconnectMemberAsync(
            new Protocol.V1.DisconnectMemberRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, MemberId = members.Members[0].MemberId },
            cluster.Client.Headers);
        await Eventually.HoldsAsync(async () => await CountAsync(redis, cluster.Redis, "ourateams/key/{ring-account/*}") == 4, "the data key is erased");
        await Eventually.HoldsAsync(
            async () => await CountAsync(redis, cluster.Redis, "ourateams/state/{ring-account/*}/connection") == 4, "the record that says so is gone");
    }

    private static async Task UseAsync(TestCluster cluster)
    {
        await cluster.Silos[0].StartAsync();
        await cluster.JoinAsync(cluster.People);
        using (var storm = new Storm(cluster, cluster.World.Today.AddDays(-1)))
        {
            await storm.HasAcceptedAsync(10);
            await storm.EndAsync();
        }

        await cluster.IsRightAsync();
        Assert.Equal(0, await cluster.Silos[0].StopAsync());

        // And with what is stored.
        await cluster.Silos[0].StartAsync();
        await cluster.IsRightAsync();
        Assert.Equal(0, await cluster.Silos[0].StopAsync());
    }

    private static async Task<int> CountAsync(ConnectionMultiplexer connection, RedisProcess redis, string pattern)
    {
        int count = 0;
        await foreach (RedisKey _ in connection.GetServer($"127.0.0.1:{redis.Port}").KeysAsync(pattern: pattern))
        {
            count++;
        }

        return count;
    }
}
