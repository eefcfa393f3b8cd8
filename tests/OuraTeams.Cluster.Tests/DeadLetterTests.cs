using System.Net;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>Events that could not be handled, as the operator sees them.</summary>
public sealed class DeadLetterTests
{
    private const int Partitions = 32;

    [Fact]
    public async Task Dead_letters_are_listed_and_replayed()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Intakes = 1, Gateways = 1, Members = 2 });
        await using ConnectionMultiplexer redis = await cluster.Redis.ConnectAsync();
        IDatabase database = redis.GetDatabase();
        await cluster.Intakes[0].StartAsync();
        string person = cluster.People[0].Id;
        using (HttpResponseMessage answer = await cluster.Deliveries.SendAsync(Deliveries.Event("update", "daily_sleep", "document-1", person)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // One that was given up, as the silos bury it, and one that nobody can read.
        (int partition, StreamEntry message) = await OnlyMessageAsync(database);
        await database.StreamAddAsync(Key(partition, "dead"), [new("id", message.Id), new("reason", "not delivered"), .. message.Values]);
        await database.StreamDeleteAsync(Key(partition, "messages"), [message.Id]);
        await database.StreamAddAsync(Key(31, "messages"), "v1", "not an envelope");
        cluster.Silos[0].Start();
        cluster.Gateways[0].Start();
        await Task.WhenAll(cluster.Silos[0].ReadyAsync(), cluster.Gateways[0].ReadyAsync());

        var client = new QueueService.QueueServiceClient(cluster.Client.Channel);
        await Eventually.HoldsAsync(async () => (await ListAsync(client, cluster)).Count == 2, "both are in the dead letters");
        IReadOnlyList<DeadLetter> letters = await ListAsync(client, cluster);
        DeadLetter known = Assert.Single(letters, letter => letter.OuraUserId.Length > 0);
        Assert.Equal(("not delivered", "main", person, "daily_sleep", "document-1"), (known.Reason, known.OuraApp, known.OuraUserId, known.DataType, known.DocumentId));
        DeadLetter unreadable = Assert.Single(letters, letter => letter.Reason == "undecodable");

        // By name: the event is delivered, and gone. All: what can't be read comes back.
        ReplayDeadLettersResponse one = await client.ReplayDeadLettersAsync(
            new ReplayDeadLettersRequest { DeadLetterIds = { known.DeadLetterId, "0-1" } }, cluster.Client.Headers);
        Assert.Equal((1, "0-1"), (one.ReplayedCount, Assert.Single(one.MissingIds)));
        await Eventually.HoldsAsync(async () => await database.StreamLengthAsync(Key(partition, "messages")) == 0, "the event is delivered");
        Assert.Equal(1, (await client.ReplayDeadLettersAsync(new ReplayDeadLettersRequest { All = true }, cluster.Client.Headers)).ReplayedCount);
        await Eventually.HoldsAsync(
            async () => await ListAsync(client, cluster) is [{ Reason: "undecodable" } back] && back.DeadLetterId != unreadable.DeadLetterId, "it is back");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            () => client.ReplayDeadLettersAsync(new ReplayDeadLettersRequest { DeadLetterIds = { "nonsense" } }, cluster.Client.Headers).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => client.ListDeadLettersAsync(new ListDeadLettersRequest()).ResponseAsync);
    }

    private static async Task<IReadOnlyList<DeadLetter>> ListAsync(QueueService.QueueServiceClient client, TestCluster cluster)
    {
        var letters = new List<DeadLetter>();
        string token = "";
        do
        {
            ListDeadLettersResponse page = await client.ListDeadLettersAsync(new ListDeadLettersRequest { PageSize = 1, PageToken = token }, cluster.Client.Headers);
            letters.AddRange(page.DeadLetters);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return letters;
    }

    private static async Task<(int Partition, StreamEntry Message)> OnlyMessageAsync(IDatabase database)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (await database.StreamRangeAsync(Key(partition, "messages")) is [{ } message])
            {
                return (partition, message);
            }
        }

        throw new InvalidOperationException("There is no message.");
    }

    private static RedisKey Key(int partition, string what) => $"{{ourateams:events:{partition}}}:{what}";
}
