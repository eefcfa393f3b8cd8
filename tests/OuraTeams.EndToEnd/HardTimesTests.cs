using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Oura scarce, and Oura broken.</summary>
public sealed class HardTimesTests
{
    [Fact]
    public async Task A_budget_is_never_overspent_as_Oura_counts_it_and_events_go_before_history()
    {
        const int Limit = 30;
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings =>
            {
                settings["Accounts:HistoryDays"] = "90";
                settings["Budget:Limit"] = $"{Limit}";
                settings["Budget:LiveReserve"] = "10";
                settings["Budget:Block"] = "1";
            },
            sandbox =>
            {
                sandbox.HistoryDays = 95;
                sandbox.RequestsPerToken = Limit;
            });
        SandboxMember person = platform.People[0];
        Member member = (await platform.MembersAsync())[0];

        // The newest days fit in what is left beside the reserve; the months before them don't.
        await platform.IsRightAsync();
        Assert.True((await AccountAsync(platform, member)).HistoryPartsLeft > 10);

        for (int round = 0; round < 3; round++)
        {
            Revise(platform, person);
            await platform.IsRightAsync();
        }

        RingAccount account = await AccountAsync(platform, member);
        Assert.True(account.HistoryPartsLeft > 10);
        Assert.InRange(account.Budget.Spent, 20, Limit);
        Assert.Equal(0, platform.Sandbox.Requests.Refused);
        Assert.InRange(platform.Sandbox.Requests.OfMember(person.Id), 15, Limit);
    }

    [Fact]
    public async Task A_list_of_many_pages_comes_to_its_end_though_requests_come_free_one_at_a_time()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(
            1,
            settings =>
            {
                settings["Accounts:HistoryDays"] = "20";
                settings["Budget:Limit"] = "8";
                settings["Budget:LiveReserve"] = "1";
                settings["Budget:Block"] = "1";
                settings["Budget:Window"] = "00:00:05";
                settings["Budget:Margin"] = "00:00:00";
                settings["Oura:Apps:main:Scopes"] = "daily heartrate";
            },
            sandbox => sandbox.TimeSeriesPageSize = 400);
        Member member = (await platform.MembersAsync())[0];

        // 20 days of heart rate are some 6,000 rows: fifteen pages at once, of which seven fit in a window.
        await Eventually.HoldsAsync(async () => (await AccountAsync(platform, member)).HistoryPartsLeft == 0, "the history is read", seconds: 600);
        TeamSummary summary = await platform.Client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, platform.Yesterday.AddDays(-10));
        Assert.Contains(summary.Metrics, metric => metric.MetricId == "night_lowest_heart_rate");
    }

    [Theory]
    [InlineData("application", true, 8)]
    [InlineData("token", false, 25)]
    public async Task A_pause_for_the_app_holds_every_account_and_one_for_a_token_only_its_own(string tier, bool holdsOthers, int seconds)
    {
        var pause = TimeSpan.FromSeconds(seconds);
        await using SmallPlatform platform = await SmallPlatform.StartAsync(2, settings => settings["Budget:Block"] = "1");
        await platform.IsRightAsync();
        var fleet = new FleetService.FleetServiceClient(platform.Client.Channel);
        foreach (Member member in await platform.MembersAsync())
        {
            await Eventually.HoldsAsync(async () => (await AccountAsync(platform, member)).HistoryPartsLeft == 0, "the history is read");
        }

        (SandboxMember limited, SandboxMember other) = (platform.People[0], platform.People[1]);
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Where = "/v2/usercollection", Times = 1, Tier = tier, Delay = pause });
        DateTimeOffset begun = TimeProvider.System.GetUtcNow();
        Revise(platform, limited);
        await Eventually.HoldsAsync(() => Task.FromResult(platform.Sandbox.Faults.Hits(FaultKind.RateLimit) == 1), "the limit is hit");
        await Eventually.HoldsAsync(
            async () => !holdsOthers || (await fleet.GetAppBudgetAsync(new GetAppBudgetRequest { OuraApp = ServerSettings.App }, platform.Client.Headers)).Budget.ClosedUntil is not null,
            "the app's budget is closed");
        long before = platform.Sandbox.Requests.OfMember(other.Id);
        Revise(platform, other);
        await Eventually.HoldsAsync(() => Task.FromResult(platform.Sandbox.Requests.OfMember(other.Id) > before), "the other is asked for");

        Assert.Equal(holdsOthers, TimeProvider.System.GetUtcNow() - begun >= pause);
        await platform.IsRightAsync();
    }

    [Fact]
    public async Task After_hard_times_the_cache_is_the_truth_again_and_nobody_lost_their_connection()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(4, settings =>
        {
            settings["Accounts:ReconcilePeriod"] = "00:00:10";
            settings["Accounts:LongestRetryPause"] = "00:00:02";
            settings["Oura:Timeout"] = "00:00:02";
        });
        await platform.IsRightAsync();
        Fault[] faults =
        [
            new() { Kind = FaultKind.ServerError, Where = "/v2/usercollection", Share = 0.1 },
            new() { Kind = FaultKind.TruncatedBody, Where = "/v2/usercollection", Share = 0.05 },
            new() { Kind = FaultKind.Timeout, Where = "/v2/usercollection", Share = 0.02, Delay = TimeSpan.FromSeconds(3) },
            new() { Kind = FaultKind.RateLimit, Where = "/v2/usercollection", Share = 0.05, Times = 5, Delay = TimeSpan.FromSeconds(1) },
            new() { Kind = FaultKind.LostWebhook, Share = 0.3 },
            new() { Kind = FaultKind.DoubledWebhook, Share = 0.3 },
            new() { Kind = FaultKind.LateWebhook, Share = 0.3, Delay = TimeSpan.FromSeconds(2) },
        ];
        foreach (Fault fault in faults)
        {
            platform.Sandbox.Faults.Add(fault);
        }

        var random = new Random(17);
        for (int change = 0; change < 80; change++)
        {
            SandboxMember person = platform.People[random.Next(platform.People.Count)];
            string kind = new[] { "daily_activity", "daily_sleep", "sleep" }[random.Next(3)];
            SandboxDocument[] documents = [.. platform.Sandbox.World.Documents(person.Id, kind).Where(document => document.Day >= platform.Yesterday.AddDays(-4))];
            SandboxDocument document = documents[random.Next(documents.Length)];
            platform.Sandbox.Webhooks.Publish(random.Next(10) == 0
                ? platform.Sandbox.World.Delete(person.Id, kind, document.Id)
                : platform.Sandbox.World.Revise(person.Id, kind, document.Id));
            await Task.Delay(50);
        }

        await platform.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        Assert.True(platform.Sandbox.Faults.Hits(FaultKind.LostWebhook) > 0);
        Assert.True(platform.Sandbox.Faults.Hits(FaultKind.ServerError) > 0);
        platform.Sandbox.Faults.Clear();

        // The schedulers would come by within five minutes; here they come at once.
        await Task.Delay(TimeSpan.FromSeconds(12));
        IGrainFactory grains = platform.Services.GetRequiredService<IGrainFactory>();
        for (int number = 0; number < ISchedulerGrain.Count; number++)
        {
            await grains.GetGrain<ISchedulerGrain>(number).RunAsync();
        }

        for (int back = 0; back < 5; back++)
        {
            await platform.IsRightAsync(day: platform.Yesterday.AddDays(-back));
        }

        Assert.All(await platform.MembersAsync(), member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
    }

    private static void Revise(SmallPlatform platform, SandboxMember person)
    {
        SandboxDocument activity = platform.Sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == platform.Yesterday);
        platform.Sandbox.Webhooks.Publish(platform.Sandbox.World.Revise(person.Id, "daily_activity", activity.Id));
    }

    private static async Task<RingAccount> AccountAsync(SmallPlatform platform, Member member) =>
        (await new FleetService.FleetServiceClient(platform.Client.Channel).GetRingAccountAsync(
            new GetRingAccountRequest { OrganizationId = SmallPlatform.Organization, MemberId = member.MemberId }, platform.Client.Headers)).RingAccount;
}
