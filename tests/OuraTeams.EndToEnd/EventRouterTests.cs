using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Sandbox;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.EndToEnd;

/// <summary>One person's events on their way to the accounts of two organizations.</summary>
public sealed class EventRouterTests
{
    private const string Other = "other";
    private const int Revisions = 3;

    [Fact]
    public async Task An_account_whose_stored_state_is_damaged_does_not_have_another_organization_s_events_repeated_or_dead_lettered()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        SandboxMember person = platform.People[0];
        await Members.JoinAllAsync(platform.Client, Other, "crew", platform.People);
        await platform.IsRightAsync();
        await OtherIsRightAsync(platform);
        var damaged = new AccountKey(SmallPlatform.Organization, person.Id);
        IReadOnlyList<(long Row, byte[] Payload)> sound = await ReplaceStatesAsync(platform, damaged);
        await platform.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IRingAccountGrain>(damaged.ToString()).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

        Scrape before = await Scrape.OfAsync(platform.Settings);
        SandboxDocument[] nights = [.. platform.Sandbox.World.Documents(person.Id, "daily_activity").OrderByDescending(document => document.Day).Skip(1).Take(Revisions)];
        Assert.Equal(Revisions, nights.Length);
        foreach (SandboxDocument night in nights)
        {
            platform.Sandbox.Webhooks.Publish(platform.Sandbox.World.Revise(night.MemberId, night.Kind, night.Id));
        }

        // The other organization has its events, once each; none is repeated, none is a dead letter.
        await OtherIsRightAsync(platform);
        await Eventually.HoldsAsync(async () => await PutOffAsync(platform) == Revisions, "the events wait for the damaged account");
        Scrape after = await Scrape.OfAsync(platform.Settings);
        Assert.Equal(Revisions, Routed(after, "marked") - Routed(before, "marked"));
        Assert.Equal(0, Routed(after, "put_off") - Routed(before, "put_off"));
        Assert.Equal(0, await DeadAsync(platform));

        // Once the account can be read again, it gets what it could not take.
        await RestoreAsync(platform, sound);
        await Eventually.HoldsAsync(async () => await PutOffAsync(platform) == 0, "the events are delivered");
        await platform.IsRightAsync();
        Assert.Equal(0, await DeadAsync(platform));
    }

    private static Task OtherIsRightAsync(SmallPlatform platform) =>
        Truth.HoldsAsync(platform.Sandbox.World, platform.People, () => platform.Client.SummaryAsync(Other, "crew", platform.Yesterday));

    private static double Routed(Scrape scrape, string outcome) => scrape.Sum("ourateams_events_routed_total", ("outcome", outcome));

    private static async Task<double> PutOffAsync(SmallPlatform platform) => (await Scrape.OfAsync(platform.Settings)).Sum("ourateams_events_put_off");

    private static async Task<long> DeadAsync(SmallPlatform platform)
    {
        IQueueStore queue = platform.Services.GetRequiredKeyedService<IQueueStore>(Names.EventStreams);
        long dead = 0;
        for (int partition = 0; partition < queue.Partitions; partition++)
        {
            dead += (await queue.MeasureAsync(partition, CancellationToken.None)).Dead;
        }

        return dead;
    }

    /// <summary>Puts bytes that can't be opened in the place of an account's states.</summary>
    /// <returns>What was there.</returns>
    private static async Task<IReadOnlyList<(long Row, byte[] Payload)>> ReplaceStatesAsync(SmallPlatform platform, AccountKey account)
    {
        await using SqliteConnection connection = await OpenAsync(platform);
        var sound = new List<(long, byte[])>();
        await using (SqliteCommand read = connection.CreateCommand())
        {
            read.CommandText = "SELECT rowid, PayloadBinary FROM OrleansStorage WHERE GrainIdExtensionString LIKE $key AND PayloadBinary IS NOT NULL";
            read.Parameters.AddWithValue("$key", account.ToString());
            await using SqliteDataReader rows = await read.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                sound.Add((rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)));
            }
        }

        Assert.NotEmpty(sound);
        await WriteAsync(connection, [.. sound.Select(row => (row.Item1, "damaged"u8.ToArray()))]);
        return sound;
    }

    private static async Task RestoreAsync(SmallPlatform platform, IReadOnlyList<(long Row, byte[] Payload)> sound)
    {
        await using SqliteConnection connection = await OpenAsync(platform);
        await WriteAsync(connection, sound);
    }

    private static async Task WriteAsync(SqliteConnection connection, IReadOnlyList<(long Row, byte[] Payload)> rows)
    {
        foreach ((long row, byte[] payload) in rows)
        {
            await using SqliteCommand write = connection.CreateCommand();
            write.CommandText = "UPDATE OrleansStorage SET PayloadBinary = $payload WHERE rowid = $row";
            write.Parameters.AddWithValue("$payload", payload);
            write.Parameters.AddWithValue("$row", row);
            Assert.Equal(1, await write.ExecuteNonQueryAsync());
        }
    }

    private static async Task<SqliteConnection> OpenAsync(SmallPlatform platform)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, "state.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
