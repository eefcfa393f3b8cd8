using System.Diagnostics;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Keys;
using OuraTeams.EndToEnd;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>
/// The server dies at each of the places where it touches the outside while a member takes back a part of their consent, or
/// goes; then it is started again over what it left.
/// </summary>
public sealed class ConsentCrashTests(ITestOutputHelper output)
{
    private const int Days = 3;
    private const string Withdrawn = "daily";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_crash_at_any_point_of_taking_back_a_scope_leaves_nothing_that_it_brought()
    {
        await using SimulatedPlatform platform = await StartAsync();
        int held = 0;
        await CrashAsync(
            platform,
            () => ConnectAsync(platform, [Withdrawn]),
            where => where.Contains("/v2/usercollection/", StringComparison.Ordinal) && !where.EndsWith("personal_info", StringComparison.Ordinal),
            async where =>
            {
                // Before the new consent is stored the old one stands, and the member was told that nothing came of it.
                if ((await CredentialAsync(platform)).Credential!.Scopes.Contains(Withdrawn))
                {
                    await ConnectAsync(platform, [Withdrawn]);
                }
                else
                {
                    held++;
                }

                await platform.Time.UntilAsync(
                    async () => (await SummaryAsync(platform)).Metrics.All(metric => metric.MetricId is not ("sleep_score" or "steps" or "average_hrv" or "night_lowest_heart_rate")),
                    () => $"what was taken back counts no more; crash {where}",
                    TimeSpan.FromMinutes(1),
                    Second);
                Assert.NotEmpty((await SummaryAsync(platform)).Metrics);
                await ConnectAsync(platform, []);
                await platform.IsRightAsync(Days - 1);
            },
            () => Task.FromResult(true));
        Assert.True(held > 5, $"Only {held} crashes came after the new consent was stored.");
    }

    [Fact]
    public async Task A_crash_at_any_point_of_forgetting_leaves_neither_key_nor_state()
    {
        await using SimulatedPlatform platform = await StartAsync();
        IReadOnlyList<string> deaths = await CrashAsync(
            platform,
            () => DisconnectAsync(platform),
            _ => false,
            async where =>
            {
                // A member is disconnected from when that is stored; before, who asked for it knows that it failed.
                if ((await platform.MembersAsync()).Single().ConnectionState == ConnectionState.Connected)
                {
                    await DisconnectAsync(platform);
                }

                await platform.Time.UntilAsync(
                    async () => await StoredAsync(platform, "state.db") + await StoredAsync(platform, "keys.db") == 0,
                    () => $"state and key are erased; crash {where}",
                    TimeSpan.FromMinutes(1),
                    Second);
                await ConnectAsync(platform, []);
                await platform.IsRightAsync(Days - 1);
            },
            async () => await StoredAsync(platform, "state.db") + await StoredAsync(platform, "keys.db") == 0);
        Assert.Contains("before clearing of data-key", deaths);
        Assert.Contains("after clearing of data-key", deaths);
    }

    [Fact]
    public async Task A_crash_at_any_point_of_refusing_a_second_ring_leaves_neither_key_nor_state_of_it()
    {
        await using SimulatedPlatform platform = await StartAsync(members: 2);
        SandboxMember other = platform.People[1];
        IReadOnlyList<string> deaths = await CrashAsync(
            platform,
            () => ConnectAsync(platform, [], other, "You have another ring"),
            _ => false,
            where => platform.Time.UntilAsync(
                async () => await StoredAsync(platform, "state.db", other) + await StoredAsync(platform, "keys.db", other) == 0,
                () => $"state and key are erased; crash {where}",
                TimeSpan.FromMinutes(20),
                Second),
            async () => await StoredAsync(platform, "state.db", other) + await StoredAsync(platform, "keys.db", other) == 0,
            [platform.People[0]]);
        Assert.Contains("after clearing of data-key", deaths);
        Assert.Equal(ConnectionState.Connected, (await platform.MembersAsync()).Single().ConnectionState);
    }

    private static Task<SimulatedPlatform> StartAsync(int members = 1) => SimulatedPlatform.StartAsync(
        new SandboxOptions { Members = members, Seed = 3, HistoryDays = 15 },
        settings =>
        {
            settings["Accounts:HistoryDays"] = $"{Days}";
            settings["Accounts:ReconcilePeriod"] = "7.00:00:00";
            settings["Webhooks:CheckPeriod"] = "1.00:00:00";
        });

    /// <summary>Has the server die at each point of an action, before and after it, up to the first point that is none any more.</summary>
    private async Task<IReadOnlyList<string>> CrashAsync(SimulatedPlatform platform, Func<Task> action, Func<string, bool> isOver, Func<string, Task> check, Func<Task<bool>> isDone, IReadOnlyList<SandboxMember>? people = null)
    {
        var watch = Stopwatch.StartNew();
        List<string> deaths = [];
        await platform.JoinAllAsync(people);
        if (people is null)
        {
            await platform.IsRightAsync(Days - 1);
        }

        await platform.Time.QuietAsync();
        string last = "";
        for (int crash = 0; last != "none" && !isOver(last); crash++)
        {
            platform.Edges.DieAt(1 + (crash / 2), afterwards: crash % 2 == 1);
            await CrashOnceAsync();
        }

        // Grains work side by side, so that a number may mean another place each time: what was missed is reached by its name.
        (string Name, bool Afterwards)[] missed = last != "none" ? [] : [.. platform.Edges.Names.Distinct()
            .SelectMany(name => new[] { (Name: name, Afterwards: false), (Name: name, Afterwards: true) })
            .Where(place => !deaths.Contains($"{(place.Afterwards ? "after" : "before")} {place.Name}"))];
        foreach ((string name, bool afterwards) in missed)
        {
            platform.Edges.DieAt(name, afterwards);
            await CrashOnceAsync();
        }

        output.WriteLine($"{deaths.Count} crashes in {watch.Elapsed:hh\\:mm\\:ss} ({missed.Length} places were sought by name): {string.Join(", ", deaths)}.");
        return deaths;

        async Task CrashOnceAsync()
        {
            // The server pauses between its repeats on the simulated clock: time goes on while the member waits for an answer.
            Task answered = action();
            await platform.Time.UntilAsync(() => Task.FromResult(answered.IsCompleted), () => "the member is told what came of it", TimeSpan.FromMinutes(5), Second);
            await answered;
            await platform.Time.QuietAsync();

            // On a busy machine it may seem quiet between two steps: who has not died has come to the end only when that shows.
            await platform.Time.UntilAsync(
                async () => platform.Edges.DiedAt is not null || await isDone(), () => "the work is done, or the server died of it", TimeSpan.FromMinutes(20), Second);
            platform.Edges.Spare();
            last = platform.Edges.DiedAt ?? "none";
            if (platform.Edges.DiedAt is not null)
            {
                deaths.Add(last);
                await platform.StopServerAsync();
                await platform.StartServerAsync();
            }

            await check(last);
        }
    }

    /// <summary>Connects the one member; who has not died in the middle of it is told what came of it.</summary>
    private static async Task ConnectAsync(
        SimulatedPlatform platform, IReadOnlyCollection<string> withdrawn, SandboxMember? person = null, string title = "Your ring is connected")
    {
        try
        {
            Member member = (await platform.MembersAsync()).Single();
            CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
                new CreateJoinLinkRequest { OrganizationId = SimulatedPlatform.Organization, TeamId = SimulatedPlatform.Team, MemberId = member.MemberId },
                platform.Client.Headers);
            Page page = await Members.JoinAsync(new Uri(link.JoinLink), person ?? platform.People[0], withdrawn: withdrawn);
            Assert.True(page.Title == title || platform.Edges.DiedAt is not null, page.Text);
        }
        catch (Exception error) when ((error is RpcException or InvalidOperationException) && platform.Edges.DiedAt is not null)
        {
            // It died before there was a link, or before the page with the form.
        }
    }

    private static async Task DisconnectAsync(SimulatedPlatform platform)
    {
        try
        {
            Member member = (await platform.MembersAsync()).Single();
            await platform.Client.Teams.DisconnectMemberAsync(
                new DisconnectMemberRequest { OrganizationId = SimulatedPlatform.Organization, TeamId = SimulatedPlatform.Team, MemberId = member.MemberId },
                platform.Client.Headers);
        }
        catch (RpcException) when (platform.Edges.DiedAt is not null)
        {
            // Who asked knows.
        }
    }

    private static Task<TeamSummary> SummaryAsync(SimulatedPlatform platform) =>
        platform.Client.SummaryAsync(SimulatedPlatform.Organization, SimulatedPlatform.Team, platform.Sandbox.World.Today.AddDays(-1));

    private static async Task<Contracts.States.ConnectionState> CredentialAsync(SimulatedPlatform platform)
    {
        var stored = new GrainState<Contracts.States.ConnectionState>(new Contracts.States.ConnectionState());
        await platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage).ReadStateAsync(
            Names.ConnectionState, GrainId.Create(Names.RingAccount, new AccountKey(SimulatedPlatform.Organization, platform.People[0].Id).ToString()), stored);
        return stored.State!;
    }

    /// <summary>How many records a file holds of a person's ring account, the one member's by default.</summary>
    private static async Task<long> StoredAsync(SimulatedPlatform platform, string file, SandboxMember? person = null)
    {
        string path = Path.Combine(platform.Settings.Values["Storage:DataFolder"]!, file);
        await using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString = $key AND PayloadBinary IS NOT NULL";
        command.Parameters.AddWithValue("$key", $"{SimulatedPlatform.Organization}/{(person ?? platform.People[0]).Id}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
