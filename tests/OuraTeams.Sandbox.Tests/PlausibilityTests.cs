using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

/// <summary>What real answers of Oura hold to (API.md 3), over some thousand documents.</summary>
public sealed class PlausibilityTests : IAsyncLifetime
{
    private const int Members = 40;
    private const int Days = 90;
    private OuraSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.StartAsync(set: options =>
    {
        options.Members = Members;
        options.HistoryDays = Days;
    });

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public void The_times_of_a_sleep_add_up_and_its_series_have_its_length()
    {
        foreach (var sleep in All("sleep"))
        {
            Assert.Equal(Int(sleep, "total_sleep_duration"), Int(sleep, "deep_sleep_duration") + Int(sleep, "light_sleep_duration") + Int(sleep, "rem_sleep_duration"));
            Assert.Equal(Int(sleep, "time_in_bed"), Int(sleep, "total_sleep_duration") + Int(sleep, "awake_time"));
            var start = Moment(sleep["bedtime_start"]!);
            Assert.Equal(TimeSpan.FromSeconds(Int(sleep, "time_in_bed")), Moment(sleep["bedtime_end"]!) - start);
            Assert.Equal((Int(sleep, "time_in_bed") + 299) / 300, Text(sleep, "sleep_phase_5_min").Length);
            Assert.Equal(Int(sleep, "time_in_bed") / 30, Text(sleep, "movement_30_sec").Length);
            Assert.InRange(Int(sleep, "efficiency"), 1, 100);
            foreach (var name in new[] { "heart_rate", "hrv" })
            {
                if (sleep[name] is { } sample)
                {
                    Assert.Equal(300, (double)sample["interval"]!);
                    Assert.Equal(Int(sleep, "time_in_bed") / 300, sample["items"]!.AsArray().Count);
                    Assert.Equal(start, Moment(sample["timestamp"]!));
                }
            }

            Assert.Equal((int)sleep["heart_rate"]!["items"]!.AsArray().Min(item => (double?)item)!, Int(sleep, "lowest_heart_rate"));
        }
    }

    [Fact]
    public void The_times_of_a_day_add_up_and_its_series_have_its_length()
    {
        foreach (var activity in All("daily_activity"))
        {
            Assert.Equal(86400, new[] { "high_activity_time", "medium_activity_time", "low_activity_time", "sedentary_time", "resting_time", "non_wear_time" }.Sum(name => Int(activity, name)));
            Assert.Equal(288, Text(activity, "class_5_min").Length);
            Assert.Equal(1440, activity["met"]!["items"]!.AsArray().Count);
            Assert.Equal(60, (double)activity["met"]!["interval"]!);
            Assert.Equal(TimeSpan.FromHours(4), Moment(activity["timestamp"]!).TimeOfDay);
            Assert.Equal(Int(activity, "target_meters") - Int(activity, "equivalent_walking_distance"), Int(activity, "meters_to_target"));
        }
    }

    [Fact]
    public void The_periods_of_a_day_are_counted_in_time_order_and_end_before_its_six_in_the_evening()
    {
        foreach (var member in _sandbox.World.Members)
        {
            foreach (var day in _sandbox.World.Documents(member.Id, "sleep").GroupBy(document => document.Day))
            {
                var ordered = day.OrderBy(document => Moment(document.Body["bedtime_start"]!)).ToList();
                Assert.Equal(Enumerable.Range(0, ordered.Count), ordered.Select(document => Int(document.Body, "period")));
                for (var i = 1; i < ordered.Count; i++)
                {
                    Assert.True(Moment(ordered[i].Body["bedtime_start"]!) >= Moment(ordered[i - 1].Body["bedtime_end"]!));
                }

                Assert.All(ordered, document =>
                {
                    var end = Moment(document.Body["bedtime_end"]!).DateTime;
                    Assert.InRange(end, day.Key.ToDateTime(new TimeOnly(18, 0)).AddDays(-1), day.Key.ToDateTime(new TimeOnly(18, 0)));
                });
            }
        }
    }

    [Fact]
    public void A_bad_night_lowers_the_sleep_score_and_the_readiness_after_it()
    {
        var pairs = (
            from member in _sandbox.World.Members
            let scores = _sandbox.World.Documents(member.Id, "daily_readiness").ToDictionary(document => document.Day)
            let nights = _sandbox.World.Documents(member.Id, "sleep").Where(document => Text(document.Body, "type") == "long_sleep").ToLookup(document => document.Day)
            from sleep in _sandbox.World.Documents(member.Id, "daily_sleep")
            let readiness = scores[sleep.Day]
            let night = nights[sleep.Day].MaxBy(document => Int(document.Body, "time_in_bed"))!
            select (Sleep: Int(sleep.Body, "score"), Readiness: Int(readiness.Body, "score"), Asleep: Int(night.Body, "total_sleep_duration"))).ToList();
        Assert.True(Correlation([.. pairs.Select(pair => ((double)pair.Sleep, (double)pair.Readiness))]) > 0.6);
        Assert.True(Correlation([.. pairs.Select(pair => ((double)pair.Asleep, (double)pair.Sleep))]) > 0.6);

        var bad = pairs.Where(pair => pair.Sleep < 65).ToList();
        Assert.NotEmpty(bad);
        Assert.True(bad.Average(pair => pair.Readiness) < pairs.Average(pair => pair.Readiness) - 8);
    }

    [Fact]
    public void Weekend_nights_are_later_and_longer()
    {
        var nights = _sandbox.World.Members.SelectMany(member => _sandbox.World.Documents(member.Id, "sleep"))
            .Where(document => Text(document.Body, "type") == "long_sleep")
            .ToLookup(document => document.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        double Bedtime(SandboxDocument night) => (Moment(night.Body["bedtime_start"]!).TimeOfDay.TotalMinutes + 720) % 1440;
        Assert.True(nights[true].Average(Bedtime) > nights[false].Average(Bedtime) + 30);
        Assert.True(nights[true].Average(night => Int(night.Body, "time_in_bed")) > nights[false].Average(night => Int(night.Body, "time_in_bed")) + 900);
    }

    [Fact]
    public void Some_nights_are_missing_some_have_a_nap_and_some_values_are_null()
    {
        const double MemberDays = Members * Days;
        var sleeps = All("sleep").ToList();
        var types = sleeps.CountBy(sleep => Text(sleep, "type")).ToDictionary();
        Assert.Equal(["deleted", "late_nap", "long_sleep", "rest", "sleep"], types.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(1 - (All("daily_sleep").Count() / MemberDays), 0.02, 0.06);
        Assert.InRange((sleeps.Count - types["long_sleep"]) / MemberDays, 0.08, 0.16);
        Assert.InRange(sleeps.Count(sleep => sleep["hrv"] is null) / (double)sleeps.Count, 0.01, 0.06);
        Assert.InRange(sleeps.Count(sleep => sleep["average_breath"] is null) / (double)sleeps.Count, 0.005, 0.05);
        var readiness = All("daily_readiness").ToList();
        Assert.InRange(readiness.Count(document => document["contributors"]!["hrv_balance"] is null) / (double)readiness.Count, 0.02, 0.3);

        foreach (var member in _sandbox.World.Members)
        {
            var days = _sandbox.World.Documents(member.Id, "daily_sleep").Select(document => document.Day).ToList();
            Assert.Equal(days, _sandbox.World.Documents(member.Id, "daily_readiness").Select(document => document.Day));
            Assert.Equal(days, _sandbox.World.Documents(member.Id, "sleep").Select(document => document.Day).Distinct());
        }
    }

    [Fact]
    public void Members_live_on_clocks_between_five_hours_behind_and_nine_ahead()
    {
        var offsets = All("daily_activity").Select(activity => Moment(activity["timestamp"]!).Offset.TotalHours).Distinct().ToList();
        Assert.True(offsets.Count > 5);
        Assert.All(offsets, offset => Assert.InRange(offset, -5, 9));
    }

    [Theory]
    [InlineData("daily_sleep", "contributors", "day", "score", "timestamp")]
    [InlineData("daily_readiness", "contributors", "day", "score", "timestamp", "temperature_deviation", "temperature_trend_deviation")]
    [InlineData("daily_activity", "class_5_min", "score", "active_calories", "average_met_minutes", "contributors", "day",
        "equivalent_walking_distance", "high_activity_met_minutes", "high_activity_time", "inactivity_alerts", "low_activity_met_minutes",
        "low_activity_time", "medium_activity_met_minutes", "medium_activity_time", "met", "meters_to_target", "non_wear_time", "resting_time",
        "sedentary_met_minutes", "sedentary_time", "steps", "target_calories", "target_meters", "timestamp", "total_calories")]
    [InlineData("sleep", "average_breath", "average_heart_rate", "average_hrv", "awake_time", "bedtime_end", "bedtime_start", "day",
        "deep_sleep_duration", "efficiency", "heart_rate", "hrv", "latency", "light_sleep_duration", "low_battery_alert", "lowest_heart_rate",
        "movement_30_sec", "period", "readiness", "readiness_score_delta", "rem_sleep_duration", "restless_periods", "sleep_algorithm_version",
        "sleep_analysis_reason", "sleep_phase_30_sec", "sleep_phase_5_min", "sleep_score_delta", "time_in_bed", "total_sleep_duration", "type",
        "ring_id", "app_sleep_phase_5_min")]
    public void Documents_have_exactly_the_members_of_version_1_37_in_its_forms(string kind, params string[] members)
    {
        string[] numbers = ["average_met_minutes", "average_heart_rate", "average_breath", "temperature_deviation", "temperature_trend_deviation"];
        foreach (var document in All(kind).Take(500))
        {
            Assert.Equal(members.Append("id").Order(StringComparer.Ordinal), document.Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.All(document.Where(member => member.Value?.GetValueKind() == JsonValueKind.Number && !numbers.Contains(member.Key)),
                member => Assert.DoesNotContain('.', member.Value!.ToJsonString()));
            Assert.Matches(@"^\d{4}-\d\d-\d\d$", Text(document, "day"));
            if (document["score"] is { } score)
            {
                Assert.InRange((int)score, 1, 100);
            }

            Assert.All(document["contributors"]?.AsObject().Where(member => member.Value is not null) ?? [], member => Assert.InRange((int)member.Value!, 1, 100));
        }
    }

    private IEnumerable<JsonObject> All(string kind) =>
        _sandbox.World.Members.SelectMany(member => _sandbox.World.Documents(member.Id, kind)).Select(document => document.Body);

    private static int Int(JsonObject document, string member) => (int)document[member]!;

    private static string Text(JsonObject document, string member) => (string)document[member]!;

    private static DateTimeOffset Moment(JsonNode node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    private static double Correlation(List<(double X, double Y)> pairs)
    {
        var (x, y) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
        return pairs.Sum(pair => (pair.X - x) * (pair.Y - y))
            / Math.Sqrt(pairs.Sum(pair => (pair.X - x) * (pair.X - x)) * pairs.Sum(pair => (pair.Y - y) * (pair.Y - y)));
    }
}
