using System.Globalization;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

/// <summary>A year of a hundred members: what belongs together in a life belongs together in the documents.</summary>
public sealed class CorrelationTests : IAsyncLifetime
{
    private const int Members = 100;
    private OuraSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.StartAsync(set: options => (options.Members, options.HistoryDays) = (Members, 365));

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public void A_world_begins_with_a_year_by_default()
    {
        Assert.Equal(365, new SandboxOptions().HistoryDays);
        var days = _sandbox.World.Documents(_sandbox.World.Members[0].Id, "daily_stress").Select(document => document.Day).ToList();
        Assert.InRange(days.Count, 330, 365);
        Assert.Equal(364, days[^1].DayNumber - days[0].DayNumber, 3.0);
    }

    [Fact]
    public void Stressful_days_go_with_bad_nights()
    {
        var pairs = Pairs("daily_stress", "daily_sleep").ToList();
        var stressful = pairs.Where(pair => (string?)pair.First["day_summary"] == "stressful").Average(pair => (int)pair.Second["score"]!);
        var restored = pairs.Where(pair => (string?)pair.First["day_summary"] == "restored").Average(pair => (int)pair.Second["score"]!);
        Assert.True(restored > stressful + 5, $"{restored} after restored days, {stressful} after stressful ones");
        Assert.All(pairs, pair => Assert.Equal(0, ((int)pair.First["stress_high"]! % 900) + ((int)pair.First["recovery_high"]! % 900)));
    }

    [Fact]
    public void Resilience_falls_in_weeks_of_strain()
    {
        var pairs = Pairs("daily_resilience", "daily_stress").ToList();
        var low = pairs.Where(pair => (string?)pair.First["level"] is "limited" or "adequate").Average(pair => (int)pair.Second["stress_high"]!);
        var high = pairs.Where(pair => (string?)pair.First["level"] is "strong" or "exceptional").Average(pair => (int)pair.Second["stress_high"]!);
        Assert.True(low > high * 1.2, $"{low} s of stress at low levels, {high} s at high ones");
    }

    [Fact]
    public void A_fever_shows_in_temperature_tags_and_rest_mode()
    {
        var periods = All("rest_mode_period").ToList();
        Assert.InRange(periods.Count / (double)Members, 0.5, 3);
        foreach (var member in _sandbox.World.Members)
        {
            var temperatures = _sandbox.World.Documents(member.Id, "daily_readiness").ToDictionary(document => document.Day, document => (double)document.Body["temperature_deviation"]!);
            var notes = _sandbox.World.Documents(member.Id, "enhanced_tag").Where(document => (string?)document.Body["tag_type_code"] == "tag_generic_sick").Select(document => document.Day).ToHashSet();
            foreach (var period in _sandbox.World.Documents(member.Id, "rest_mode_period"))
            {
                var start = DateOnly.Parse((string)period.Body["start_day"]!, CultureInfo.InvariantCulture);
                Assert.True(!temperatures.TryGetValue(start, out var temperature) || temperature > 0.2);
                Assert.True(period.Body["end_day"] is { } end
                    ? DateOnly.Parse((string)end!, CultureInfo.InvariantCulture) > start
                    : start >= _sandbox.World.Today.AddDays(-5));
                Assert.Contains(Enumerable.Range(0, 4).Select(start.AddDays), notes.Contains);
            }
        }
    }

    [Fact]
    public void Fit_members_have_younger_vessels_more_oxygen_uptake_and_more_trainings()
    {
        var members = _sandbox.World.Members.Select(member => (
            Workouts: _sandbox.World.Documents(member.Id, "workout").Count(document => (string?)document.Body["activity"] != "walking"),
            Uptake: _sandbox.World.Documents(member.Id, "vO2_max").Average(document => (int)document.Body["vo2_max"]!),
            Years: _sandbox.World.Documents(member.Id, "daily_cardiovascular_age").Where(document => document.Body["vascular_age"] is not null)
                .Select(document => (double)(int)document.Body["vascular_age"]! - member.Age).DefaultIfEmpty(double.NaN).Average())).OrderBy(member => member.Workouts).ToList();
        var (idle, busy) = (members.Take(Members / 3).ToList(), members.TakeLast(Members / 3).ToList());
        Assert.True(busy.Average(member => member.Uptake) > idle.Average(member => member.Uptake) + 4);
        Assert.True(busy.Where(member => !double.IsNaN(member.Years)).Average(member => member.Years) < idle.Where(member => !double.IsNaN(member.Years)).Average(member => member.Years) - 2);
    }

    [Fact]
    public void A_training_is_in_the_days_activity_too()
    {
        var member = _sandbox.World.Members.MaxBy(member => _sandbox.World.Documents(member.Id, "workout").Count)!;
        var days = _sandbox.World.Documents(member.Id, "workout").Where(document => (string?)document.Body["activity"] != "walking").Select(document => document.Day).ToHashSet();
        var high = _sandbox.World.Documents(member.Id, "daily_activity").ToLookup(document => days.Contains(document.Day), document => (int)document.Body["high_activity_time"]!);
        Assert.True(high[true].Average() > high[false].Average() + 600);
    }

    [Fact]
    public void Missing_values_come_in_the_forms_that_Oura_has()
    {
        var oxygen = All("daily_spo2").ToList();
        Assert.Contains(oxygen, document => document["spo2_percentage"] is null);
        Assert.Contains(oxygen, document => (double?)document["spo2_percentage"]?["average"] == 0.0);
        Assert.All(oxygen.Select(document => (double?)document["spo2_percentage"]?["average"]).Where(average => average > 0), average => Assert.InRange(average!.Value, 88, 100));
        Assert.Contains(All("sleep_time"), document => document["optimal_bedtime"] is null);
        Assert.Contains(All("sleep_time"), document => document["optimal_bedtime"] is not null);
        Assert.Contains(All("enhanced_tag"), document => document["tag_type_code"] is null && document["comment"] is not null);
        Assert.All(All("enhanced_tag"), document => Assert.Equal((string?)document["tag_type_code"] == "custom", document["custom_name"] is not null));
        Assert.All(All("enhanced_tag"), document => Assert.False(document.ContainsKey("day")));
        Assert.Contains(All("session"), document => document["heart_rate"] is null);
        Assert.Equal(All("tag").Count(), All("enhanced_tag").Count());
    }

    private IEnumerable<(JsonObject First, JsonObject Second)> Pairs(string first, string second) =>
        from member in _sandbox.World.Members
        let others = _sandbox.World.Documents(member.Id, second).ToDictionary(document => document.Day)
        from document in _sandbox.World.Documents(member.Id, first)
        where others.ContainsKey(document.Day)
        select (document.Body, others[document.Day].Body);

    private IEnumerable<JsonObject> All(string kind) =>
        _sandbox.World.Members.SelectMany(member => _sandbox.World.Documents(member.Id, kind)).Select(document => document.Body);
}
