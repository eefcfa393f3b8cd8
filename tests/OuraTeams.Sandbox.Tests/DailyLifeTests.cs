using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

/// <summary>Days that go by, by a clock that the test moves or by a fast one.</summary>
public sealed class DailyLifeTests : IAsyncLifetime
{
    private static readonly string[] Morning = ["daily_activity", "daily_cardiovascular_age", "daily_readiness", "daily_sleep", "daily_spo2", "daily_stress", "sleep"];
    private CallbackServer _callback = null!;

    public async ValueTask InitializeAsync() => _callback = await CallbackServer.StartAsync();

    public ValueTask DisposeAsync() => _callback.DisposeAsync();

    [Fact]
    public async Task A_morning_brings_a_burst_a_day_brings_updates_and_now_and_then_something_is_revised_or_deleted()
    {
        var clock = TestSandbox.Clock();
        await using var sandbox = await TestSandbox.StartAsync(clock, options => (options.Members, options.DailyLife) = (12, true));
        using var app = new TestApp(sandbox);
        for (var member = 0; member < 10; member++)
        {
            await app.ConnectAsync(member);
        }

        foreach (var dataType in Morning.Concat(["workout", "enhanced_tag"]))
        {
            foreach (var eventType in new[] { "create", "update", "delete" })
            {
                await app.SubscribeAsync(_callback.Address, eventType, dataType);
            }
        }

        for (var hour = 0; hour < 24 * 21; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await SettleAsync(sandbox, clock);

            // A delivery under way would be given up as the clock jumps.
            await sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        }

        var events = _callback.Deliveries.Select(delivery => delivery.Event).Select(one => (
            User: (string)one["user_id"]!, Type: (string)one["event_type"]!, Data: (string)one["data_type"]!, Id: (string)one["object_id"]!,
            Time: DateTimeOffset.Parse((string)one["event_time"]!, CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(sandbox.World.Members.Take(10).Select(member => member.Id).Order(StringComparer.Ordinal), events.Select(one => one.User).Distinct().Order(StringComparer.Ordinal));

        // Each night comes in one burst, on the member's own morning.
        var nights = events.Where(one => one is { Type: "create", Data: "daily_sleep" }).ToList();
        Assert.InRange(nights.Count, 180, 220);
        foreach (var night in nights)
        {
            var burst = events.Where(one => one.User == night.User && one.Type == "create" && one.Time == night.Time).Select(one => one.Data).ToHashSet();
            Assert.Subset(burst, Morning.ToHashSet());
        }

        var whole = events.Where(one => one is { Type: "create", Data: "sleep" }).Select(one => (one.Time, Document: sandbox.World.Find(one.User, "sleep", one.Id))).Where(one => one.Document is not null);
        Assert.All(whole, one => Assert.True(DateTimeOffset.Parse((string)one.Document!.Body["bedtime_end"]!, CultureInfo.InvariantCulture) <= one.Time));
        Assert.True(events.Count(one => one is { Type: "update", Data: "daily_activity" }) > 5 * nights.Count / 2);
        Assert.InRange(events.Count(one => one is { Type: "update", Data: "daily_readiness" }), nights.Count / 4, nights.Count * 3 / 4);
        Assert.InRange(events.Count(one => one.Type == "delete"), 1, nights.Count / 8);
        Assert.Contains(events, one => one is { Type: "create", Data: "workout" });
    }

    [Fact]
    public async Task A_fast_world_has_days_in_seconds_while_tokens_live_on_the_clock()
    {
        var clock = TestSandbox.Clock();
        await using var sandbox = await TestSandbox.StartAsync(clock, options => (options.WorldSpeed, options.DailyLife) = (86_400, true));
        using var app = new TestApp(sandbox);
        var (access, _) = await app.ConnectAsync();
        var today = sandbox.World.Today;
        for (var step = 0; step < 50; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await SettleAsync(sandbox, clock);
        }

        Assert.Equal(TestSandbox.Noon + ((clock.GetUtcNow() - TestSandbox.Noon) * 86_400), sandbox.World.Now);
        var documents = sandbox.World.Documents(sandbox.World.Members[0].Id, "daily_activity");
        var offset = DateTimeOffset.Parse((string)documents[0].Body["timestamp"]!, CultureInfo.InvariantCulture).Offset;
        var lived = DateOnly.FromDateTime(sandbox.LivedThrough.ToOffset(offset).DateTime);
        Assert.True(lived >= today.AddDays(5));

        // On the last day of the member's life so far the phone may not have synced yet.
        var days = documents.Select(document => document.Day).Where(day => day > today).ToList();
        Assert.InRange(days.Count, lived.DayNumber - today.DayNumber - 1, lived.DayNumber - today.DayNumber);
        Assert.Equal(days, (await app.ListAsync($"daily_activity?start_date={today.AddDays(-1):yyyy-MM-dd}&end_date={lived.AddDays(2):yyyy-MM-dd}", access))
            .Select(document => DateOnly.Parse((string)document["day"]!, CultureInfo.InvariantCulture)).Where(day => day > today));
    }

    [Fact]
    public async Task A_restart_goes_on_in_the_fast_worlds_time()
    {
        var folder = Directory.CreateTempSubdirectory("oura-sandbox-");
        var clock = TestSandbox.Clock();
        void Set(SandboxOptions options) => (options.WorldSpeed, options.StateFolder) = (1000, folder.FullName);
        string member;
        await using (var sandbox = await TestSandbox.StartAsync(clock, Set))
        {
            clock.Advance(TimeSpan.FromHours(1));
            member = sandbox.World.Members[0].Id;
            sandbox.World.Sync(member);
            sandbox.World.SetMembership(member, active: false);
        }

        clock.Advance(TimeSpan.FromHours(1));
        await using (var sandbox = await TestSandbox.StartAsync(clock, Set))
        {
            Assert.Equal(TestSandbox.Noon.AddHours(2000), sandbox.World.Now);
            Assert.Equal(DateOnly.FromDateTime(TestSandbox.Noon.AddHours(1000).UtcDateTime), sandbox.World.Documents(member, "daily_activity")[^1].Day);
            Assert.InRange(
                DateTimeOffset.Parse((string)sandbox.World.Rows(member, "heartrate", TestSandbox.Noon, sandbox.World.Now).Last()["timestamp"]!, CultureInfo.InvariantCulture),
                TestSandbox.Noon.AddHours(990), TestSandbox.Noon.AddHours(1000));
            Assert.False(sandbox.World.HasMembership(member));
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Waits until the members have done what is due by now; the loop that lets them live waits for its next step.</summary>
    private static Task SettleAsync(OuraSandbox sandbox, FakeTimeProvider clock)
    {
        var due = sandbox.World.Now;
        return Eventually.TrueAsync(
            () =>
            {
                if (sandbox.LivedThrough >= due)
                {
                    return true;
                }

                clock.Advance(TimeSpan.FromMilliseconds(5));
                return false;
            },
            $"the world lives to {due}");
    }
}
