using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Deployment.Embedded;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.EndToEnd;

/// <summary>What is stored of an account goes, while a store takes no changes too.</summary>
public sealed class ForgettingTests
{
    [Theory]
    [InlineData("keys.db", 1)]
    [InlineData("state.db", 0)]
    public async Task A_store_that_fails_meanwhile_leaves_neither_key_nor_state_once_it_is_back(string broken, int keys)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        await platform.IsRightAsync();
        (SandboxMember leaver, SandboxMember other) = (platform.People[0], platform.People[1]);
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == leaver.Name);
        await ExecuteAsync(platform, broken, Refusal(leaver));

        await platform.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);

        // It is as far as it can get: a record is left, and says so. It stays in its scheduler, which wakes it in vain.
        await Eventually.HoldsAsync(
            async () => await StoredAsync(platform, "state.db", leaver) == 1 && await StoredAsync(platform, "keys.db", leaver) == keys,
            "all is cleared that can be");
        for (int round = 0; round < 3; round++)
        {
            await RunSchedulerAsync(platform, leaver);
        }

        Assert.Equal((1, keys), (await StoredAsync(platform, "state.db", leaver), await StoredAsync(platform, "keys.db", leaver)));
        Assert.Equal(ConnectionState.Disconnected, (await platform.MembersAsync()).Single(known => known.MemberId == member.MemberId).ConnectionState);

        await ExecuteAsync(platform, broken, "DROP TRIGGER refusal");
        await Eventually.HoldsAsync(
            async () => await RunSchedulerAsync(platform, leaver) == 0
                && await StoredAsync(platform, "state.db", leaver) == 0 && await StoredAsync(platform, "keys.db", leaver) == 0,
            "state and key are erased, and its scheduler has forgotten it");

        // The place is as if nobody had been there: they may come back, and what is stored then has a key of its own.
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), leaver)).Title);
        await platform.IsRightAsync([other, leaver]);
        Assert.Equal(1, await StoredAsync(platform, "keys.db", leaver));
    }

    [Theory]
    [InlineData("")]
    [InlineData("keys.db")]
    [InlineData("state.db")]
    public async Task Another_Oura_account_of_a_member_who_has_a_ring_leaves_no_grant_no_key_and_no_state(string broken)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2, join: false);
        (SandboxMember holder, SandboxMember other) = (platform.People[0], platform.People[1]);
        await Members.JoinMoreAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, [holder]);
        await platform.IsRightAsync([holder]);
        Member member = (await platform.MembersAsync()).Single();
        if (broken.Length > 0)
        {
            await ExecuteAsync(platform, broken, Refusal(other));
        }

        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("You have another ring", (await Members.JoinAsync(new Uri(link.JoinLink), other)).Title);

        await Eventually.HoldsAsync(() => Task.FromResult(!platform.Sandbox.HasGrant(other.Id)), "the grant is revoked");
        if (broken.Length > 0)
        {
            await Eventually.HoldsAsync(async () => await StoredAsync(platform, "state.db", other) == 1, "all is cleared that can be");
            await ExecuteAsync(platform, broken, "DROP TRIGGER refusal");
            await RunSchedulerAsync(platform, other);
        }

        await Eventually.HoldsAsync(
            async () => await StoredAsync(platform, "state.db", other) == 0 && await StoredAsync(platform, "keys.db", other) == 0,
            "state and key are erased");

        // The member's own ring is as it was, and the other account is free for whose it is.
        Assert.True(platform.Sandbox.HasGrant(holder.Id));
        Assert.Equal(ConnectionState.Connected, (await platform.MembersAsync()).Single().ConnectionState);
        await Members.JoinMoreAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, [other]);
        await platform.IsRightAsync();
    }

    [Fact]
    public async Task Forgetting_leaves_nothing_of_the_Oura_user_in_any_byte_of_any_file()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2, before: MakeDeadLettersAsync);
        await platform.IsRightAsync();
        (SandboxMember leaver, SandboxMember other) = (platform.People[0], platform.People[1]);
        platform.Revise(leaver);
        await platform.IsRightAsync();
        IDeadLetters letters = platform.Services.GetRequiredKeyedService<IDeadLetters>(Names.EventStreams);
        await Eventually.HoldsAsync(async () => (await letters.ListAsync(DeadLetterId.None, 10, CancellationToken.None)).Count == 3, "all are dead letters");
        IssuedCredential credential = await platform.CredentialAsync(leaver);
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == leaver.Name);
        string[] words = [leaver.Id, credential.AccessToken, credential.RefreshToken];
        Assert.Equal(["keys.db", "queue.db", "state.db"], FilesWith(platform, words).Select(file => file.Split('-')[0]).Distinct().Order());

        await platform.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        await Eventually.HoldsAsync(() => Task.FromResult(!platform.Sandbox.HasGrant(leaver.Id)), "the grant is revoked");
        SqliteLogCleaner cleaner = platform.Services.GetServices<IHostedService>().OfType<SqliteLogCleaner>().Single();
        await Eventually.HoldsAsync(
            async () =>
            {
                await cleaner.CleanAsync(CancellationToken.None);
                return FilesWith(platform, words).Length == 0;
            },
            "no byte tells of them",
            seconds: 60);

        // The search finds who is still there, and their dead letter.
        string[] still = [.. FilesWith(platform, [other.Id]).Select(file => file.Split('-')[0])];
        Assert.Contains("state.db", still);
        Assert.Contains("queue.db", still);
        Assert.Single(await letters.ListAsync(DeadLetterId.None, 10, CancellationToken.None));
        await platform.IsRightAsync([other]);
    }

    /// <summary>Makes a dead letter of each person, and one that can't be decoded and names the first person.</summary>
    private static async Task MakeDeadLettersAsync(SmallPlatform platform)
    {
        IQueueStore store = platform.Services.GetRequiredKeyedService<IQueueStore>(Names.EventStreams);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (SandboxMember person in platform.People.Reverse())
        {
            string route = new EventRouteKey(ServerSettings.App, person.Id).ToString();
            await platform.Services.GetRequiredKeyedService<IQueueProducer>(Names.EventStreams).AppendAsync(
                StreamId.Create(Names.EventNamespace, route),
                new RingEvent { DataType = "sleep", ObjectId = "document", IsDelete = false, EventTime = now, ReceivedAt = now });
            for (int partition = 0; partition < store.Partitions; partition++)
            {
                foreach (QueuedMessage message in await store.Read(partition).NextAsync(1, CancellationToken.None))
                {
                    Assert.True(await store.DeadLetterAsync(partition, message.Id, "not delivered"));
                    if (person == platform.People[0])
                    {
                        // The silo makes it a dead letter as soon as it is up.
                        await store.AppendAsync(partition, Encoding.UTF8.GetBytes($"not an envelope, {route}"));
                    }
                }
            }
        }
    }

    /// <summary>Names of the files in the data folder that hold one of some words.</summary>
    private static string[] FilesWith(SmallPlatform platform, string[] words) =>
    [
        .. new DirectoryInfo(platform.DataFolder).GetFiles("*", SearchOption.AllDirectories)
            .Where(file => words.Any(word => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0))
            .Select(file => file.Name),
    ];

    private static byte[] Bytes(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Has a store refuse to let go of the last that it holds of a person: the key, or the credential.</summary>
    private static string Refusal(SandboxMember person) => $"""
        CREATE TRIGGER refusal BEFORE DELETE ON OrleansStorage
        WHEN OLD.GrainIdExtensionString = '{SmallPlatform.Organization}/{person.Id}'
            AND (OLD.GrainTypeString LIKE '%data-key' OR OLD.GrainTypeString LIKE '%connection')
        BEGIN SELECT RAISE(ABORT, 'The store takes no changes.'); END
        """;

    /// <summary>Runs the scheduler that an account belongs to, and says how many it has woken.</summary>
    private static Task<int> RunSchedulerAsync(SmallPlatform platform, SandboxMember person) => platform.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<ISchedulerGrain>(SchedulerShare.Of(new AccountKey(SmallPlatform.Organization, person.Id))).RunAsync();

    private static async Task ExecuteAsync(SmallPlatform platform, string file, string text)
    {
        await using SqliteConnection connection = await OpenAsync(platform, file);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Rows of a person's ring account.</summary>
    private static async Task<long> StoredAsync(SmallPlatform platform, string file, SandboxMember person)
    {
        await using SqliteConnection connection = await OpenAsync(platform, file);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString = $key";
        command.Parameters.AddWithValue("$key", $"{SmallPlatform.Organization}/{person.Id}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<SqliteConnection> OpenAsync(SmallPlatform platform, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, file)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
