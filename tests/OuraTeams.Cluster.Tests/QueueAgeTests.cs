using System.Net;
using Grpc.Health.V1;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>Readiness while events wait: <c>Health:MostQueueAge</c>.</summary>
public sealed class QueueAgeTests
{
    private const int Partitions = 32;
    private const string Said = "queue: An event has waited for";

    [Fact]
    public async Task A_silo_is_not_ready_while_an_event_waits_for_longer_and_one_that_takes_webhooks_says_so_and_stays_ready()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape
        {
            Silos = 2,
            Members = 1,
            HistoryDays = 2,
            Settings = new Dictionary<string, string?> { ["Health:MostQueueAge"] = "00:05:00" },
        });
        ClusterNode all = cluster.Silos[0];
        ClusterNode silo = cluster.Silos[1];
        silo.Settings.Values["Cluster:Role"] = "Silo";
        silo.Start();
        all.Start();
        await Task.WhenAll(silo.ReadyAsync(), all.ReadyAsync());
        await StandsAsync(silo, HttpStatusCode.OK, "Healthy");
        await StandsAsync(all, HttpStatusCode.OK, "Healthy");

        // Ten minutes old, and in the hands of a reader that does not come back: nobody else takes them yet.
        await using ConnectionMultiplexer redis = await cluster.Redis.ConnectAsync();
        IDatabase database = redis.GetDatabase();
        RedisValue old = $"{TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeMilliseconds()}-0";
        for (int partition = 0; partition < Partitions; partition++)
        {
            // One transaction: the silos read all the time.
            ITransaction at = database.CreateTransaction();
            Task added = at.StreamAddAsync(Key(partition), "v1", "an event", old);
            Task taken = at.StreamReadGroupAsync(Key(partition), "silos", "elsewhere", StreamPosition.NewMessages);
            Assert.True(await at.ExecuteAsync());
            await Task.WhenAll(added, taken);
        }

        await StandsAsync(silo, HttpStatusCode.ServiceUnavailable, "Unhealthy", Said);
        await StandsAsync(all, HttpStatusCode.OK, "Degraded", Said);
        var health = new Health.HealthClient(cluster.Client.Channel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);

        for (int partition = 0; partition < Partitions; partition++)
        {
            await database.StreamAcknowledgeAsync(Key(partition), "silos", old);
            await database.StreamDeleteAsync(Key(partition), [old]);
        }

        await StandsAsync(silo, HttpStatusCode.OK, "Healthy");
        await StandsAsync(all, HttpStatusCode.OK, "Healthy");
    }

    private static Task StandsAsync(ClusterNode node, HttpStatusCode status, params string[] words)
    {
        return Eventually.HoldsAsync(
            async () =>
            {
                using var http = new HttpClient();
                using HttpResponseMessage answer = await http.GetAsync(new Uri(node.Settings.Http, "/health/ready"));
                string text = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == status && words.All(word => text.Contains(word, StringComparison.Ordinal));
            },
            $"{node.Name} is {status}: {string.Join(' ', words)}");
    }

    private static RedisKey Key(int partition) => $"{{ourateams:events:{partition}}}:messages";
}
