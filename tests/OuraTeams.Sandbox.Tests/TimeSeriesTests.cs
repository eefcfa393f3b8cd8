using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class TimeSeriesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;
    private string _access = "";

    private string Member => _sandbox.World.Members[0].Id;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_clock, options =>
        {
            (options.HistoryDays, options.TimeSeriesPageSize) = (60, 500);
            (options.Generation, options.ResearchPartner) = (OuraGeneration.V129, true);
        });
        _app = new TestApp(_sandbox);
        _sandbox.World.Sync(Member);
        (_access, _) = await _app.ConnectAsync();
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task The_default_is_the_last_24_hours_and_rows_reach_to_the_last_sync()
    {
        var now = _clock.GetUtcNow();
        var rows = await AllAsync("heartrate");
        Assert.Equal(rows.Select(At).Order(), rows.Select(At));
        Assert.InRange(At(rows[0]), now.AddHours(-24), now.AddHours(-23));
        Assert.InRange(At(rows[^1]), now.AddHours(-1), now);

        _clock.Advance(TimeSpan.FromHours(5));
        Assert.All(await AllAsync("heartrate"), row => Assert.True(At(row) <= now));
        _sandbox.World.Sync(Member);
        Assert.Contains(await AllAsync("heartrate"), row => At(row) > now);
    }

    [Theory]
    [InlineData("heartrate")]
    [InlineData("ring_battery_level")]
    [InlineData("interbeat_interval")]
    public async Task Both_ends_are_included_and_unix_milliseconds_say_the_same_as_the_timestamp(string series)
    {
        var rows = await AllAsync(series);
        Assert.All(rows, row => Assert.Equal(At(row).ToUnixTimeMilliseconds(), (long)row["timestamp_unix"]!));
        var (first, last) = (rows[rows.Count / 3], rows[rows.Count / 2]);
        var inner = await AllAsync(series, $"start_datetime={Form(At(first))}&end_datetime={Form(At(last))}");
        Assert.Equal((string?)first["timestamp"], (string?)inner[0]["timestamp"]);
        Assert.Equal((string?)last["timestamp"], (string?)inner[^1]["timestamp"]);
    }

    [Theory]
    [InlineData("heartrate")]
    [InlineData("ring_battery_level")]
    [InlineData("interbeat_interval")]
    public async Task More_than_30_days_are_a_400_and_30_days_come_in_pages_without_loss_or_repeat(string series)
    {
        var end = _clock.GetUtcNow();
        var range = $"start_datetime={Form(end.AddDays(-30))}&end_datetime={Form(end)}";
        Assert.Equal(HttpStatusCode.BadRequest, await _app.StatusAsync($"{series}?start_datetime={Form(end.AddDays(-30).AddSeconds(-1))}&end_datetime={Form(end)}", _access));
        if (series == "interbeat_interval")
        {
            range = $"start_datetime={Form(end.AddDays(-1))}&end_datetime={Form(end)}";
        }

        var start = series == "interbeat_interval" ? end.AddDays(-1) : end.AddDays(-30);
        var expected = _sandbox.World.Rows(Member, series, start, end).Select(row => row.ToJsonString());
        Assert.Equal(expected, (await AllAsync(series, range)).Select(row => row.ToJsonString()));
    }

    [Fact]
    public async Task Pages_of_one_row_pass_rows_of_the_same_instant()
    {
        await using var single = await TestSandbox.StartAsync(_clock, options => options.TimeSeriesPageSize = 1);
        using var app = new TestApp(single);
        var (access, _) = await app.ConnectAsync();
        var to = _clock.GetUtcNow().AddHours(-24);
        var doubled = single.World.Rows(single.World.Members[0].Id, "heartrate", to.AddDays(-20), to).GroupBy(At).First(group => group.Count() == 2).Key;
        var path = $"heartrate?start_datetime={Form(doubled.AddMinutes(-10))}&end_datetime={Form(doubled.AddMinutes(10))}";
        var expected = single.World.Rows(single.World.Members[0].Id, "heartrate", doubled.AddMinutes(-10), doubled.AddMinutes(10)).Select(row => row.ToJsonString()).ToList();
        var seen = new List<string>();
        while (path is not null)
        {
            var (_, body) = await app.GetAsync(path, access);
            seen.AddRange(body["data"]!.AsArray().Select(row => row!.ToJsonString()));
            path = (string?)body["next_token"] is { } token ? "heartrate?next_token=" + token : null;
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Latest_is_the_newest_row_alone_in_the_envelope()
    {
        foreach (var series in new[] { "heartrate", "ring_battery_level", "interbeat_interval" })
        {
            var rows = await AllAsync(series);
            var (_, body) = await _app.GetAsync(series + "?latest=true", _access);
            Assert.Equal(rows[^1].ToJsonString(), Assert.Single(body["data"]!.AsArray())!.ToJsonString());
            Assert.Null(body["next_token"]);
        }

        var (status, fault) = await _app.GetAsync("heartrate?latest=perhaps", _access);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "latest"), (status, (string?)fault["detail"]![0]!["loc"]![1]));
    }

    [Fact]
    public async Task Fields_leaves_the_others_out_and_start_date_is_no_parameter_here()
    {
        var rows = await _app.ListAsync("heartrate?fields=bpm&start_date=2020-01-01", _access);
        Assert.All(rows, row => Assert.Equal(["bpm", "timestamp"], row.Select(member => member.Key).Order(StringComparer.Ordinal)));
        Assert.True(At(rows[0]) > _clock.GetUtcNow().AddHours(-25));
    }

    [Fact]
    public void Asleep_the_heart_beats_as_the_sleep_document_says_and_trainings_are_told_every_five_seconds()
    {
        var sleep = _sandbox.World.Documents(Member, "sleep")[^1].Body;
        var start = DateTimeOffset.Parse((string)sleep["bedtime_start"]!, CultureInfo.InvariantCulture);
        var end = DateTimeOffset.Parse((string)sleep["bedtime_end"]!, CultureInfo.InvariantCulture);
        var night = _sandbox.World.Rows(Member, "heartrate", start, end).ToList();
        Assert.All(night, row => Assert.Equal("sleep", (string?)row["source"]));
        Assert.Equal(
            sleep["heart_rate"]!["items"]!.AsArray().Where(item => item is not null).Select(item => (int)(double)item!),
            night.Select(row => (int)row["bpm"]!));

        var workout = _sandbox.World.Members.SelectMany(member => _sandbox.World.Documents(member.Id, "workout")).First(document => (string?)document.Body["activity"] != "walking");
        var from = DateTimeOffset.Parse((string)workout.Body["start_datetime"]!, CultureInfo.InvariantCulture);
        var training = _sandbox.World.Rows(workout.MemberId, "heartrate", from, from.AddMinutes(5)).ToList();
        Assert.Equal(61, training.Count(row => (string?)row["source"] == "workout"));
        Assert.True(training.Average(row => (int)row["bpm"]!) > night.Average(row => (int)row["bpm"]!) + 25);
    }

    [Fact]
    public void Every_source_occurs_the_battery_goes_down_and_is_charged_and_beats_match_the_rate()
    {
        var (from, to) = (_clock.GetUtcNow().AddDays(-50), _clock.GetUtcNow());
        Assert.Equal(
            ["awake", "live", "rest", "session", "sleep", "workout"],
            _sandbox.World.Members.SelectMany(member => _sandbox.World.Rows(member.Id, "heartrate", from, to)).Select(row => (string)row["source"]!).Distinct().Order(StringComparer.Ordinal));

        var battery = _sandbox.World.Rows(Member, "ring_battery_level", from, to).ToList();
        Assert.All(battery, row => Assert.InRange((int)row["level"]!, 1, 100));
        foreach (var (row, next) in battery.Zip(battery.Skip(1)))
        {
            Assert.True((bool)row["charging"]! ? (int)next["level"]! >= (int)row["level"]! : (int)next["level"]! <= (int)row["level"]! || (bool)next["charging"]!);
        }

        Assert.InRange(battery.Count(row => (bool)row["charging"]! && (int)row["level"]! < 25), 5, 60);
        var beats = _sandbox.World.Rows(Member, "interbeat_interval", to.AddDays(-3), to).ToList();
        Assert.All(beats, row => Assert.InRange((int)row["ibi"]!, 300, 2000));
        Assert.Equal([-2, -1, 0, 1, 2, 3], beats.Select(row => (int)row["validity"]!).Distinct().Order());
        var sleeps = _sandbox.World.Rows(Member, "heartrate", to.AddDays(-3), to).Where(row => (string?)row["source"] == "sleep").Average(row => (int)row["bpm"]!);
        Assert.InRange(60_000 / beats.Average(row => (int)row["ibi"]!), sleeps - 3, sleeps + 3);
    }

    private async Task<List<JsonObject>> AllAsync(string series, string range = "")
    {
        var rows = new List<JsonObject>();
        for (var path = $"{series}?{range}"; path is not null;)
        {
            var (status, body) = await _app.GetAsync(path, _access);
            Assert.Equal(HttpStatusCode.OK, status);
            rows.AddRange(body["data"]!.AsArray().Select(row => row!.AsObject()));
            path = (string?)body["next_token"] is { } token ? $"{series}?next_token={token}" : null;
        }

        return rows;
    }

    private static DateTimeOffset At(JsonObject row) => DateTimeOffset.Parse((string)row["timestamp"]!, CultureInfo.InvariantCulture);

    private static string Form(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
