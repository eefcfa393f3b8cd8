using System.Diagnostics;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Simulation;

/// <summary>Everything as it should be, for a long time.</summary>
public sealed class YearTests(ITestOutputHelper output)
{
    private const int HistoryDays = 90;

    [Fact]
    public async Task A_year_passes_without_a_lost_connection_a_lapsed_subscription_or_a_refused_request_and_the_cache_is_the_truth()
    {
        int members = Size.Of("MEMBERS", 3);
        int days = Size.Of("DAYS", 120);
        var watch = Stopwatch.StartNew();
        await using SimulatedPlatform platform = await SimulatedPlatform.StartAsync(
            new SandboxOptions { Members = members, Seed = 5, HistoryDays = HistoryDays + 5, DailyLife = true },
            settings => settings["Accounts:ReconcilePeriod"] = $"{TimeSpan.FromHours(Size.Of("RECONCILE_HOURS", 24))}");
        using var subscriptions = new Subscriptions(platform.Sandbox);
        await platform.JoinAllAsync();

        // The first of them are made while members join.
        await platform.Time.PassAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30));
        IReadOnlyDictionary<string, DateTimeOffset> first = await subscriptions.ListAsync();
        Assert.Equal(3 * 16, first.Count);

        for (int day = 1; day <= days; day++)
        {
            await platform.Time.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(30));

            // None ends before the next time that we look: so none ever lapsed.
            IReadOnlyDictionary<string, DateTimeOffset> now = await subscriptions.ListAsync();
            Assert.Equal(first.Keys.Order(), now.Keys.Order());
            Assert.All(now, one => Assert.True(one.Value > platform.Clock.GetUtcNow() + TimeSpan.FromDays(1), $"{one.Key} ends {one.Value:u}, now is {platform.Clock.GetUtcNow():u}"));
            if (day % 30 == 0 || day == days)
            {
                Report(platform, members, day, watch);
            }
        }

        Assert.Equal(0, platform.Sandbox.Requests.Refused);
        Assert.Equal(0, platform.Network.Limited);
        Assert.Equal(0, platform.Sandbox.Webhooks.Failed);

        // Each member's token was refreshed all the time, and each connected once and never again.
        Assert.True(platform.Network.TokenAnswers >= members * (days - 1), $"{platform.Network.TokenAnswers} answers of the token endpoint.");
        IReadOnlyList<ConnectionChange> changes = await platform.ConnectionChangesAsync(members);
        Assert.Equal(members, changes.Count);
        Assert.All(changes, change => Assert.Equal(ConnectionState.Connected, change.ConnectionState));
        Assert.All(await platform.MembersAsync(), member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));

        await platform.IsRightAsync(HistoryDays - 2);
        Report(platform, members, days, watch);
    }

    private void Report(SimulatedPlatform platform, int members, int days, Stopwatch watch) => output.WriteLine(
        $"{members} accounts, {days} days in {watch.Elapsed:hh\\:mm\\:ss}: {platform.Sandbox.Requests.Total} requests for data, {platform.Network.TokenAnswers} of the token endpoint, "
        + $"{platform.Sandbox.Webhooks.Delivered} webhooks, {platform.Time.Steps} steps, {GC.GetTotalMemory(forceFullCollection: false) >> 20} MiB on the heap.");
}
