using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Teams;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using ConnectionStatus = OuraTeams.Contracts.Accounts.ConnectionStatus;

namespace OuraTeams.EndToEnd;

/// <summary>What one change of one member of a large team writes.</summary>
public sealed class StateSizeTests
{
    private const string Organization = SmallPlatform.Organization;
    private const string Team = SmallPlatform.Team;
    private const int Most = 64_000;

    [Fact]
    public async Task One_change_of_one_member_of_ten_thousand_writes_at_most_64_kB()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        await FillAsync(platform, 9_999);
        await ExecuteAsync(platform, """
            CREATE TABLE Written (Key TEXT NOT NULL, Bytes INTEGER NOT NULL);
            CREATE TRIGGER NoteInsert AFTER INSERT ON OrleansStorage BEGIN INSERT INTO Written VALUES (NEW.GrainIdExtensionString, LENGTH(NEW.PayloadBinary)); END;
            CREATE TRIGGER NoteUpdate AFTER UPDATE ON OrleansStorage BEGIN INSERT INTO Written VALUES (NEW.GrainIdExtensionString, LENGTH(NEW.PayloadBinary)); END;
            """);
        InviteMemberResponse invitation = null!;
        SandboxMember person = platform.People[0];

        await WritesLittleAsync("an invitation", async () => invitation = await platform.Client.Teams.InviteMemberAsync(
            new InviteMemberRequest { OrganizationId = Organization, TeamId = Team, DisplayName = person.Name }, platform.Client.Headers));
        string id = invitation.Member.MemberId;
        await WritesLittleAsync("a connection", async () =>
        {
            Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(invitation.JoinLink), person)).Title);
            await Eventually.HoldsAsync(async () => await platform.AccountAsync(invitation.Member) is { HistoryPartsLeft: 0 }, "the history is read");
        });
        await WritesLittleAsync("a new name", () => platform.Client.Teams.UpdateMemberAsync(
            new UpdateMemberRequest { OrganizationId = Organization, Member = new Member { MemberId = id, DisplayName = "Anna" } }, platform.Client.Headers).ResponseAsync);
        await WritesLittleAsync("a disconnection", async () =>
        {
            await platform.Client.Teams.DisconnectMemberAsync(
                new DisconnectMemberRequest { OrganizationId = Organization, TeamId = Team, MemberId = id }, platform.Client.Headers);
            await Eventually.HoldsAsync(() => Task.FromResult(!platform.Sandbox.HasGrant(person.Id)), "the account is forgotten");
        });
        await WritesLittleAsync("a removal", () => platform.Client.Teams.RemoveMemberAsync(
            new RemoveMemberRequest { OrganizationId = Organization, TeamId = Team, MemberId = id }, platform.Client.Headers).ResponseAsync);

        async Task WritesLittleAsync(string change, Func<Task> make)
        {
            await ExecuteAsync(platform, "DELETE FROM Written");
            await make();

            // The records of the ring account itself are as large as its data, whatever the size of the team.
            IReadOnlyList<(string Key, long Bytes)> writes = [.. (await WrittenAsync(platform)).Where(write => write.Key != $"{Organization}/{person.Id}")];
            string all = $"{change}: {string.Join(", ", writes.Select(write => $"{write.Key} {write.Bytes}"))}";
            TestContext.Current.TestOutputHelper?.WriteLine(all);
            Assert.NotEmpty(writes);
            Assert.True(writes.Sum(write => write.Bytes) <= Most, all);
        }
    }

    /// <summary>Fills a team with connected members, every slot but one in the middle of a page.</summary>
    private static async Task FillAsync(SmallPlatform platform, int members)
    {
        var storage = platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int partitions = (members / ITeamGrain.PartitionCapacity) + 1;
        int left = members;
        for (int number = 0; number < partitions; number++)
        {
            for (int page = 0; page < PartitionSlots.Pages && left > 0; page++)
            {
                Slot[] slots = [.. Enumerable.Range(0, Math.Min(left, PartitionSlots.PageSize)).Select(_ => Connected(now))];
                if (number == 0 && page == 3)
                {
                    slots[30] = Slot.Free;
                }

                left -= slots.Count(slot => slot.Member is not null);
                await WriteAsync(new SlotPageState { Slots = [.. slots] }, $"slots-{page}", Names.TeamPartition, new PartitionKey(Organization, Team, number).ToString());
            }
        }

        string team = new TeamKey(Organization, Team).ToString();
        await WriteAsync(
            new TeamState { Settings = new TeamSettings { DisplayName = "Team", TimeZone = "UTC" }, Partitions = partitions }, "team", Names.Team, team);
        await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<ITeamGrain>(team).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.HoldsAsync(
            async () => (await platform.Client.Teams.GetTeamAsync(new GetTeamRequest { OrganizationId = Organization, TeamId = Team }, platform.Client.Headers)).Team.ConnectedCount == members,
            "the team has its members");

        async Task WriteAsync<T>(T state, string name, string type, string key)
            where T : new()
        {
            var stored = new DetachedState<T>(storage, name, GrainId.Create(type, key));
            await stored.ReadStateAsync();
            stored.State = state;
            await stored.WriteStateAsync();
        }
    }

    private static Slot Connected(DateTimeOffset now) => new()
    {
        Member = Guid.NewGuid().ToString(),
        OuraUser = Guid.NewGuid().ToString(),
        Incarnation = 1,
        IsFirstTeam = true,
        Summary = new AccountSummary
        {
            Status = ConnectionStatus.Connected,
            Reason = OuraTeams.Contracts.Accounts.ReconnectReason.None,
            ConnectedAt = now,
            LastSyncedAt = now,
            Documents = 900,
            Waiting = 2,
            WaitingLive = 1,
            HistoryLeft = 1,
            HistoryAsked = 40,
            NextDue = now,
            Rings =
            [
                .. Enumerable.Range(0, PartitionSlots.MostRings).Select(_ => new RingView
                {
                    RingId = Guid.NewGuid().ToString(), HardwareType = "gen4", FirmwareVersion = "3.2.11", Color = "brushed_silver", Design = "horizon", Size = 9, SetUpAt = now,
                }),
            ],
        },
    };

    private static async Task<IReadOnlyList<(string Key, long Bytes)>> WrittenAsync(SmallPlatform platform)
    {
        await using SqliteConnection connection = await OpenAsync(platform);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT Key, Bytes FROM Written";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync();
        var writes = new List<(string Key, long Bytes)>();
        while (await reader.ReadAsync())
        {
            writes.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return writes;
    }

    private static async Task ExecuteAsync(SmallPlatform platform, string text)
    {
        await using SqliteConnection connection = await OpenAsync(platform);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(SmallPlatform platform)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, "state.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
