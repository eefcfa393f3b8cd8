using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Streaming.Queues;
using DeadLetter = OuraTeams.Protocol.V1.DeadLetter;

namespace OuraTeams.EndToEnd;

/// <summary>Events that could not be handled, as the operator of one process sees them.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task Dead_letters_are_listed_and_replayed()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(members: 2, before: FillAsync);
        var client = new QueueService.QueueServiceClient(platform.Client.Channel);
        await platform.IsRightAsync();

        // A revision that nobody tells of but the letter.
        SandboxDocument document = Document(platform);
        platform.Sandbox.World.Revise(document.MemberId, document.Kind, document.Id);
        await Eventually.HoldsAsync(async () => (await ListAsync(client, platform)).Count == 2, "both are in the dead letters");
        IReadOnlyList<DeadLetter> letters = await ListAsync(client, platform);
        DeadLetter known = Assert.Single(letters, letter => letter.OuraUserId.Length > 0);
        Assert.Equal(
            ("not delivered", ServerSettings.App, document.MemberId, document.Kind, document.Id),
            (known.Reason, known.OuraApp, known.OuraUserId, known.DataType, known.DocumentId));
        DeadLetter unreadable = Assert.Single(letters, letter => letter.Reason == "undecodable");

        // By name: the event is delivered, and its letter gone. All: what can't be read comes back.
        ReplayDeadLettersResponse one = await client.ReplayDeadLettersAsync(
            new ReplayDeadLettersRequest { DeadLetterIds = { known.DeadLetterId, "0-999" } }, platform.Client.Headers);
        Assert.Equal((1, "0-999"), (one.ReplayedCount, Assert.Single(one.MissingIds)));
        await platform.IsRightAsync();
        Assert.Equal(1, (await client.ReplayDeadLettersAsync(new ReplayDeadLettersRequest { All = true }, platform.Client.Headers)).ReplayedCount);
        await Eventually.HoldsAsync(
            async () => await ListAsync(client, platform) is [{ Reason: "undecodable" } back] && back.DeadLetterId != unreadable.DeadLetterId, "it is back");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            () => client.ReplayDeadLettersAsync(new ReplayDeadLettersRequest { DeadLetterIds = { "nonsense" } }, platform.Client.Headers).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => client.ListDeadLettersAsync(new ListDeadLettersRequest()).ResponseAsync);
    }

    /// <summary>One event that was given up, as the silo buries it, and one message that nobody can read.</summary>
    private static async Task FillAsync(SmallPlatform platform)
    {
        IQueueStore store = platform.Services.GetRequiredKeyedService<IQueueStore>(Names.EventStreams);
        SandboxDocument document = Document(platform);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await platform.Services.GetRequiredKeyedService<IQueueProducer>(Names.EventStreams).AppendAsync(
            StreamId.Create(Names.EventNamespace, new EventRouteKey(ServerSettings.App, document.MemberId).ToString()),
            new RingEvent { DataType = document.Kind, ObjectId = document.Id, IsDelete = false, EventTime = now, ReceivedAt = now });
        int moved = 0;
        for (int partition = 0; partition < store.Partitions; partition++)
        {
            foreach (QueuedMessage message in await store.Read(partition).NextAsync(1, CancellationToken.None))
            {
                Assert.True(await store.DeadLetterAsync(partition, message.Id, "not delivered"));
                moved++;
            }
        }

        Assert.Equal(1, moved);
        await store.AppendAsync(store.Partitions - 1, "not an envelope"u8.ToArray());
    }

    private static SandboxDocument Document(SmallPlatform platform) =>
        platform.Sandbox.World.Documents(platform.People[0].Id, "daily_activity").First(document => document.Day == platform.Yesterday);

    private static async Task<IReadOnlyList<DeadLetter>> ListAsync(QueueService.QueueServiceClient client, SmallPlatform platform)
    {
        var letters = new List<DeadLetter>();
        string token = "";
        do
        {
            ListDeadLettersResponse page = await client.ListDeadLettersAsync(new ListDeadLettersRequest { PageSize = 1, PageToken = token }, platform.Client.Headers);
            letters.AddRange(page.DeadLetters);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return letters;
    }
}
