using System.Globalization;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

/// <summary>The bounds compare instants, each kind in its own way (API.md 2.3). Noon of 15 January is now.</summary>
public sealed class DateFilterTests : IAsyncLifetime
{
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(set: options => options.Members = 12);
        _app = new TestApp(_sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("daily_sleep")]
    [InlineData("daily_readiness")]
    [InlineData("daily_stress")]
    [InlineData("daily_spo2")]
    [InlineData("daily_cardiovascular_age")]
    public async Task Scores_come_with_both_ends(string kind)
    {
        var (access, _) = await _app.ConnectAsync();
        var days = Days(await _app.ListAsync(kind + "?start_date=2025-12-16&end_date=2026-01-14", access));
        var inner = days[3..^3];
        Assert.Equal(inner, Days(await _app.ListAsync($"{kind}?start_date={inner[0]}&end_date={inner[^1]}", access)));
        Assert.Equal([inner[0]], Days(await _app.ListAsync($"{kind}?start_date={inner[0]}&end_date={inner[0]}", access)));
        Assert.Empty(await _app.ListAsync($"{kind}?start_date={inner[0]}T00:00:01&end_date={inner[0]}T23:00:00Z", access));
    }

    [Fact]
    public async Task Activity_comes_without_the_end_and_by_the_instant_of_four_in_the_morning_local()
    {
        for (var member = 0; member < _sandbox.World.Members.Count; member++)
        {
            var (access, _) = await _app.ConnectAsync(member);
            var all = await _app.ListAsync("daily_activity?start_date=2025-12-20&end_date=2026-01-14", access);
            var bound = Moment(all[5], "timestamp").UtcDateTime;
            var exact = $"start_date={all[3]["day"]}T00:00:00Z&end_date={bound:yyyy-MM-ddTHH:mm:ss}Z";
            Assert.DoesNotContain((string?)all[5]["day"], Days(await _app.ListAsync("daily_activity?" + exact, access)));
            Assert.Contains((string?)all[4]["day"], Days(await _app.ListAsync("daily_activity?" + exact, access)));

            // West of UTC+4, the day of the end bound begins after it; further east, before.
            var east = Moment(all[0], "timestamp").Offset > TimeSpan.FromHours(4);
            var days = Days(await _app.ListAsync("daily_activity?start_date=2026-01-05&end_date=2026-01-08", access));
            Assert.Equal(east ? ["2026-01-06", "2026-01-07", "2026-01-08"] : ["2026-01-05", "2026-01-06", "2026-01-07"], days);
        }
    }

    [Fact]
    public async Task Sleep_comes_by_the_instant_of_going_to_bed()
    {
        for (var member = 0; member < _sandbox.World.Members.Count; member++)
        {
            var (access, _) = await _app.ConnectAsync(member);
            var all = await _app.ListAsync("sleep?start_date=2025-12-20&end_date=2026-01-14", access);
            var from = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
            var to = new DateTimeOffset(2026, 1, 8, 0, 0, 0, TimeSpan.Zero);
            var expected = all.Where(document => Moment(document, "bedtime_start") >= from && Moment(document, "bedtime_start") <= to).Select(document => (string?)document["id"]);
            Assert.Equal(expected, (await _app.ListAsync("sleep?start_date=2026-01-05&end_date=2026-01-08", access)).Select(document => (string?)document["id"]));
            Assert.Equal(all.OrderBy(document => Moment(document, "bedtime_start")), all);
        }
    }

    [Fact]
    public async Task The_default_is_yesterday_to_today_and_other_names_are_ignored()
    {
        var member = _sandbox.World.Members[0];
        _sandbox.World.Sync(member.Id);
        var (access, _) = await _app.ConnectAsync();
        var existing = _sandbox.World.Documents(member.Id, "daily_sleep").Select(document => document.Day).TakeLast(2);
        Assert.Equal([new DateOnly(2026, 1, 14), new DateOnly(2026, 1, 15)], existing);
        Assert.Equal(["2026-01-14", "2026-01-15"], Days(await _app.ListAsync("daily_sleep", access)));
        Assert.Equal(["2026-01-14", "2026-01-15"], Days(await _app.ListAsync("daily_sleep?start_datetime=2020-01-01T00:00:00Z&next_token=", access)));
    }

    [Theory]
    [InlineData("workout", "start_datetime")]
    [InlineData("session", "start_datetime")]
    [InlineData("tag", "timestamp")]
    [InlineData("enhanced_tag", "start_time")]
    public async Task What_happens_at_a_time_comes_by_its_start_without_the_end(string kind, string start)
    {
        var seen = 0;
        for (var member = 0; member < _sandbox.World.Members.Count; member++)
        {
            var (access, _) = await _app.ConnectAsync(member);
            var all = await _app.ListAsync($"{kind}?start_date=2025-12-20&end_date=2026-01-14", access);
            foreach (var document in all)
            {
                var at = Moment(document, start).UtcDateTime;
                string Range(DateTime from, DateTime to) => $"{kind}?start_date={from:yyyy-MM-ddTHH:mm:ss}Z&end_date={to:yyyy-MM-ddTHH:mm:ss}Z";
                Assert.Contains((string?)document["id"], Ids(await _app.ListAsync(Range(at, at.AddSeconds(1)), access)));
                Assert.DoesNotContain((string?)document["id"], Ids(await _app.ListAsync(Range(at.AddHours(-1), at), access)));
                seen++;
            }
        }

        Assert.True(seen > 20);
    }

    [Fact]
    public async Task Rings_come_whatever_the_dates_and_with_a_set_up_in_1970_where_it_is_not_known()
    {
        var rings = new List<JsonObject>();
        for (var member = 0; member < _sandbox.World.Members.Count; member++)
        {
            var (access, _) = await _app.ConnectAsync(member);
            var all = await _app.ListAsync("ring_configuration?start_date=2026-01-10&end_date=2026-01-01", access);
            Assert.Equal(all.Select(ring => (string?)ring["id"]), Ids(await _app.ListAsync("ring_configuration", access)));
            rings.AddRange(all);
        }

        Assert.InRange(rings.Count, _sandbox.World.Members.Count + 1, 2 * _sandbox.World.Members.Count);
        Assert.Contains(rings, ring => Moment(ring, "set_up_at").Year == 1970);
    }

    [Fact]
    public async Task With_local_midnight_a_date_begins_on_the_members_clock()
    {
        await using var sandbox = await TestSandbox.StartAsync(set: options => (options.Members, options.LocalMidnight) = (12, true));
        using var app = new TestApp(sandbox);
        for (var member = 0; member < sandbox.World.Members.Count; member++)
        {
            var (access, _) = await app.ConnectAsync(member);
            Assert.Equal(["2026-01-05", "2026-01-06", "2026-01-07"], Days(await app.ListAsync("daily_activity?start_date=2026-01-05&end_date=2026-01-08", access)));
        }
    }

    private static IEnumerable<string?> Ids(IEnumerable<JsonObject> documents) => documents.Select(document => (string?)document["id"]);

    private static string[] Days(IEnumerable<JsonObject> documents) => [.. documents.Select(document => (string)document["day"]!)];

    private static DateTimeOffset Moment(JsonObject document, string member) =>
        DateTimeOffset.Parse((string)document[member]!, CultureInfo.InvariantCulture);
}
