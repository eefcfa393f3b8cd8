using System.Text;
using OuraTeams.Streaming.Queues;
using OuraTeams.Streaming.Redis;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Tests;

/// <summary>The queue over Redis and over Valkey as they are deployed: with users, TLS, replicas, Sentinel, and as a cluster.</summary>
public sealed class RedisDeploymentTests
{
    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task A_user_with_only_the_needed_commands_and_keys_is_enough(string program)
    {
        await using RedisProcess redis = await RedisProcess.StartAsync(RedisProgram.Named(program));
        await using ConnectionMultiplexer admin = await redis.ConnectAsync();
        string documented = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")).Single(line => line.StartsWith("ACL SETUSER", StringComparison.Ordinal))
            .Replace("ourateams-queue", "queue", StringComparison.Ordinal).Replace(">password", ">secret", StringComparison.Ordinal).Replace("ourateams:events", "tests:queue", StringComparison.Ordinal);
        await admin.GetDatabase().ExecuteAsync("ACL", [.. documented.Split(' ')[1..], .. program == RedisProgram.Valkey.Name ? ["+client|setinfo"] : Array.Empty<string>()]);
        using (RedisQueueStore store = await RedisFixture.OpenAsync($"{redis.PatientConnection},user=queue,password=secret", "tests", options => options.MostDeliveries = 1))
        {
            await UseAllAsync(store);
            await admin.GetDatabase().StreamAddAsync("{tests:queue:0}:messages", "v1", "ahead", $"4000000000000-{RedisMessageId.NearEnd}");
            await store.AppendAsync(0, new byte[] { 1 });
            Assert.Equal("4000000000001-0", (await admin.GetDatabase().StreamInfoAsync("{tests:queue:0}:messages")).LastGeneratedId.ToString());
        }

        Assert.Equal(["config|get"], ((RedisResult[])(await admin.GetDatabase().ExecuteAsync("ACL", "LOG"))!).Select(entry => entry.ToDictionary()["object"].ToString()).Distinct());

        using RedisQueueStore elsewhere = await RedisFixture.OpenAsync($"{redis.PatientConnection},user=queue,password=secret", "others");
        Assert.Contains("NOPERM", (await Assert.ThrowsAsync<RedisServerException>(() => elsewhere.AppendAsync(0, new byte[] { 1 }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_stops_the_start()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync("--requirepass", "secret");

        await Assert.ThrowsAsync<RedisConnectionException>(() => RedisFixture.OpenAsync($"{redis.Connection},password=guess", "tests"));

        using RedisQueueStore store = await RedisFixture.OpenAsync($"{redis.PatientConnection},password=secret", "tests");
        await UseAllAsync(store);
    }

    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task Works_over_TLS_with_an_authority_of_ones_own_and_refuses_an_unknown_one(string program)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-tls-");
        try
        {
            string authority = Path.Combine(folder.FullName, "ca.pem");
            string certificate = Path.Combine(folder.FullName, "redis.pem");
            string key = Path.Combine(folder.FullName, "redis.key");
            await RedisCertificates.MakeAsync(authority, certificate, key);
            int port = Ports.Free();
            await using RedisProcess redis = await RedisProcess.StartAsync(RedisProgram.Named(program),
                "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no");

            using (RedisQueueStore store = await RedisFixture.OpenAsync($"localhost:{port},ssl=true", "tests", options => options.IssuerCertificate = authority))
            {
                await UseAllAsync(store);
            }

            await Assert.ThrowsAsync<RedisConnectionException>(() => RedisFixture.OpenAsync($"localhost:{port},ssl=true,connectTimeout=1000", "tests"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task Works_over_a_cluster_of_three_primaries(string program)
    {
        RedisProcess[] nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            RedisProcess.StartAsync(RedisProgram.Named(program), "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-port", $"{Ports.Free()}")));
        try
        {
            await RedisProcess.RunAsync("redis-cli", ["--cluster", "create", .. nodes.Select(node => $"127.0.0.1:{node.Port}"), "--cluster-yes"]);
            using RedisQueueStore store = await Eventually.SucceedsAsync(() => RedisFixture.OpenAsync(nodes[0].PatientConnection, "tests", options => options.MostDeliveries = 1));

            // Each node finds out for itself that the cluster is whole.
            for (int partition = 0; partition < store.Partitions; partition++)
            {
                await Eventually.SucceedsAsync(() => store.MeasureAsync(partition, CancellationToken.None));
            }

            await UseAllAsync(store);

            foreach (RedisProcess node in nodes)
            {
                await using ConnectionMultiplexer connection = await node.ConnectAsync();
                IServer server = connection.GetServer($"127.0.0.1:{node.Port}");
                Assert.NotEqual(0, await server.DatabaseSizeAsync());
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

    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task An_append_waits_for_the_replicas_that_were_asked_for(string program)
    {
        await using RedisProcess primary = await RedisProcess.StartAsync(RedisProgram.Named(program), "--repl-diskless-sync-delay", "0");
        await using RedisProcess replica = await RedisProcess.StartAsync(RedisProgram.Named(program), "--replicaof", $"127.0.0.1 {primary.Port}");
        await using ConnectionMultiplexer beside = await replica.ConnectAsync();
        using RedisQueueStore store = await RedisFixture.OpenAsync(
            primary.PatientConnection, "tests", options => (options.Replicas, options.ReplicaTimeout) = (1, TimeSpan.FromSeconds(20)));
        using RedisQueueStore hasty = await RedisFixture.OpenAsync(
            primary.PatientConnection, "tests", options => (options.Replicas, options.ReplicaTimeout) = (1, TimeSpan.FromMilliseconds(500)));
        await Eventually.SucceedsAsync(async () =>
        {
            await store.AppendAsync(0, "first"u8.ToArray());
            return true;
        });

        for (int number = 0; number < 50; number++)
        {
            long before = await LengthAsync();
            await store.AppendAsync(0, "next"u8.ToArray());
            Assert.Equal(before + 1, await LengthAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(number => store.AppendAsync(number % 32, new byte[] { 1 })));
        await replica.SignalAsync("STOP");
        try
        {
            await Assert.ThrowsAsync<QueueNotReplicatedException>(() => hasty.AppendAsync(0, "alone"u8.ToArray()));
        }
        finally
        {
            await replica.SignalAsync("CONT");
        }

        await UseAllAsync(store, first: 1);

        Task<long> LengthAsync() => beside.GetDatabase().StreamLengthAsync("{tests:queue:0}:messages", CommandFlags.DemandReplica);
    }

    [Theory]
    [InlineData("redis-server")]
    [InlineData("valkey-server")]
    public async Task Follows_sentinel_to_a_new_primary_when_the_old_one_stays_and_when_it_is_killed(string program)
    {
        await using WatchedRedis redis = await WatchedRedis.StartAsync(RedisProgram.Named(program));
        using RedisQueueStore store = await RedisFixture.OpenAsync(redis.Connection, "tests", options => options.Replicas = 1);
        await AppendAsync("before");

        await redis.SwitchAsync();
        await AppendAsync("switched");

        RedisProcess primary = await redis.PrimaryAsync();
        await primary.KillAsync();
        await redis.AnotherThanAsync(primary);
        await AppendAsync("killed");

        IReadOnlyList<QueuedMessage> messages = await Eventually.SucceedsAsync(() => store.Read(3).NextAsync(100, CancellationToken.None));
        Assert.Equal(["before", "switched", "killed"], messages.Select(message => Encoding.UTF8.GetString(message.Payload)).Distinct());

        Task AppendAsync(string text) => Eventually.SucceedsAsync(async () =>
        {
            await store.AppendAsync(3, Encoding.UTF8.GetBytes(text));
            return true;
        });
    }

    /// <summary>Everything that a queue does, on every partition from <paramref name="first"/> on.</summary>
    private static async Task UseAllAsync(RedisQueueStore store, int first = 0)
    {
        for (int partition = first; partition < store.Partitions; partition++)
        {
            IReadOnlyList<QueuedMessage> old = await store.Read(partition).NextAsync(1000, CancellationToken.None);
            await store.Read(partition).AcknowledgeAsync([.. old.Select(message => message.Id)]);
            foreach (string text in new[] { "done", "poison", "late" })
            {
                await store.AppendAsync(partition, Encoding.UTF8.GetBytes(text));
            }

            IQueueReader reader = store.Read(partition);
            IReadOnlyList<QueuedMessage> messages = await reader.NextAsync(2, CancellationToken.None);
            await reader.AcknowledgeAsync([messages[0].Id]);
            Assert.True(await store.DeadLetterAsync(partition, messages[1].Id, "test"));
            DeadLetter letter = Assert.Single(await store.ListDeadAsync(partition, 0, 10, CancellationToken.None));
            Assert.True(await store.ReplayAsync(partition, letter.Id));
            Assert.Equal(["late", "poison"], (await reader.NextAsync(10, CancellationToken.None)).Select(message => Encoding.UTF8.GetString(message.Payload)));
            QueueDepth depth = await store.MeasureAsync(partition, CancellationToken.None);
            Assert.Equal((2, 2, 0), (depth.Length, depth.Pending, depth.Dead));
        }
    }
}
