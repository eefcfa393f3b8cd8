using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using ConnectionChange = OuraTeams.Protocol.V1.ConnectionChange;

namespace OuraTeams.EndToEnd;

/// <summary>What becomes of a ring's connection.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Disconnecting_takes_a_member_out_of_the_aggregates_revokes_at_Oura_and_forgets_everything()
    {
        DirectoryInfo state = Directory.CreateTempSubdirectory("ourateams-sandbox-");
        await using SmallPlatform platform = await SmallPlatform.StartAsync(6, sandbox: options => options.StateFolder = state.FullName);
        await platform.IsRightAsync();
        SandboxMember leaver = platform.People[2];
        Member member = (await platform.MembersAsync()).Single(known => known.DisplayName == leaver.Name);

        await platform.Client.Teams.DisconnectMemberAsync(Of(member), platform.Client.Headers);

        // At once, not eventually.
        TeamSummary summary = await platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, platform.Yesterday);
        Assert.Null(Truth.Difference(platform.Sandbox.World, [.. platform.People.Where(person => person != leaver)], summary));
        await Eventually.HoldsAsync(
            async () => (await StoredAsync(platform, "state.db", leaver)) == 0 && await StoredAsync(platform, "keys.db", leaver) == 0,
            "state and key are erased");
        Assert.Equal(ConnectionState.Disconnected, (await platform.MembersAsync()).Single(known => known.MemberId == member.MemberId).ConnectionState);

        // The grant is gone at Oura, which therefore sends nothing about them any more; a repeat of the request does no harm.
        await platform.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        long delivered = platform.Sandbox.Webhooks.Delivered;
        platform.Sandbox.Webhooks.Publish(platform.Sandbox.World.Revise(
            leaver.Id, "daily_activity", platform.Sandbox.World.Documents(leaver.Id, "daily_activity").First(document => document.Day == platform.Yesterday).Id));
        await platform.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(delivered, platform.Sandbox.Webhooks.Delivered);
        await platform.Client.Teams.DisconnectMemberAsync(Of(member), platform.Client.Headers);
        await platform.IsRightAsync([.. platform.People.Where(person => person != leaver)]);

        // They may come back.
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Page last = await Members.JoinAsync(new Uri(link.JoinLink), leaver);
        Assert.Equal("Your ring is connected", last.Title);
        await platform.IsRightAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = new FleetService.FleetServiceClient(platform.Client.Channel)
            .WatchConnectionChanges(new WatchConnectionChangesRequest { OrganizationId = SmallPlatform.Organization }, platform.Client.Headers, cancellationToken: limit.Token);
        var states = new List<ConnectionState>();
        while (states.Count < 3 && await watch.ResponseStream.MoveNext(limit.Token))
        {
            if (watch.ResponseStream.Current.Change.MemberId == member.MemberId)
            {
                states.Add(watch.ResponseStream.Current.Change.ConnectionState);
            }
        }

        Assert.Equal([ConnectionState.Connected, ConnectionState.Disconnected, ConnectionState.Connected], states);
        state.Delete(recursive: true);
    }

    [Fact]
    public async Task One_person_in_two_organizations_is_two_accounts_that_know_nothing_of_each_other()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await Members.JoinAllAsync(platform.Client, "other", "crew", platform.People);
        await platform.IsRightAsync();
        await Truth.HoldsAsync(platform.Sandbox.World, platform.People, () => platform.Client.SummaryAsync("other", "crew", platform.Yesterday));

        await platform.Client.Teams.DisconnectMemberAsync(Of((await platform.MembersAsync())[0]), platform.Client.Headers);
        Revise(platform);

        await Truth.HoldsAsync(platform.Sandbox.World, platform.People, () => platform.Client.SummaryAsync("other", "crew", platform.Yesterday));
        Assert.Equal(0, (await platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, platform.Yesterday)).ReportingCount);
        Revise(platform);
        await Truth.HoldsAsync(platform.Sandbox.World, platform.People, () => platform.Client.SummaryAsync("other", "crew", platform.Yesterday));

        static void Revise(SmallPlatform platform) => platform.Sandbox.Webhooks.Publish(platform.Sandbox.World.Revise(
            platform.People[0].Id,
            "daily_activity",
            platform.Sandbox.World.Documents(platform.People[0].Id, "daily_activity").First(document => document.Day == platform.Yesterday).Id));
    }

    [Fact]
    public async Task Accounts_are_walked_by_schedulers_none_has_a_reminder_of_its_own()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(8);
        await platform.IsRightAsync();

        ReminderTableData reminders = await platform.Services.GetRequiredService<IReminderTable>().ReadRows(0, uint.MaxValue);

        Assert.NotEmpty(reminders.Reminders);
        Assert.All(reminders.Reminders, reminder => Assert.Equal(Names.Scheduler, reminder.GrainId.Type.ToString()));
        Assert.True(reminders.Reminders.Count <= ISchedulerGrain.Count);
    }

    [Fact]
    public async Task Changes_of_connections_are_seen_by_who_watches()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2);
        Member member = (await platform.MembersAsync())[0];
        await platform.Client.Teams.DisconnectMemberAsync(Of(member), platform.Client.Headers);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = new FleetService.FleetServiceClient(platform.Client.Channel)
            .WatchConnectionChanges(new WatchConnectionChangesRequest { OrganizationId = SmallPlatform.Organization }, platform.Client.Headers, cancellationToken: limit.Token);
        var changes = new List<ConnectionChange>();
        while (changes.Count < 3 && await watch.ResponseStream.MoveNext(limit.Token))
        {
            changes.Add(watch.ResponseStream.Current.Change);
        }

        Assert.Equal([1, 2, 3], changes.Select(change => change.Number));
        Assert.Equal(2, changes.Count(change => change.ConnectionState == ConnectionState.Connected));
        Assert.Equal(member.MemberId, changes.Single(change => change.ConnectionState == ConnectionState.Disconnected).MemberId);
    }

    [Fact]
    public async Task How_an_account_stands_is_visible_to_the_operator()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        var fleet = new FleetService.FleetServiceClient(platform.Client.Channel);
        Member member = (await platform.MembersAsync())[0];
        RingAccount account = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                account = (await fleet.GetRingAccountAsync(
                    new GetRingAccountRequest { OrganizationId = SmallPlatform.Organization, MemberId = member.MemberId }, platform.Client.Headers)).RingAccount;
                return account.HistoryPartsLeft == 0;
            },
            "the history is read");

        Assert.Equal(ConnectionState.Connected, account.ConnectionState);
        Assert.Equal(5_000, account.Budget.Limit);
        Assert.InRange(account.Budget.Spent, account.HistoryParts, 200);
        Assert.True(account.HistoryParts >= 8);
        Assert.True(account.DocumentCount > 60);
        RequestBudget app = (await fleet.GetAppBudgetAsync(new GetAppBudgetRequest { OuraApp = ServerSettings.App }, platform.Client.Headers)).Budget;
        Assert.Equal(0, app.Limit);
    }

    [Fact]
    public async Task An_expired_token_is_refreshed_and_nobody_notices()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            3,
            settings => settings["Accounts:RefreshAhead"] = "00:00:01",
            sandbox => sandbox.AccessTokenLifetime = TimeSpan.FromSeconds(4));
        await platform.IsRightAsync();
        for (int round = 0; round < 3; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5));
            foreach (SandboxMember person in platform.People)
            {
                SandboxDocument activity = platform.Sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == platform.Yesterday);
                platform.Sandbox.Webhooks.Publish(platform.Sandbox.World.Revise(person.Id, "daily_activity", activity.Id));
            }

            await platform.IsRightAsync();
        }

        Assert.All(await platform.MembersAsync(), member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
    }

    private static DisconnectMemberRequest Of(Member member) =>
        new() { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId };

    /// <summary>States of a person's ring account that hold anything.</summary>
    private static async Task<long> StoredAsync(SmallPlatform platform, string file, SandboxMember person)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, file)};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE $key AND PayloadBinary IS NOT NULL";
        command.Parameters.AddWithValue("$key", $"{SmallPlatform.Organization}/{person.Id}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
