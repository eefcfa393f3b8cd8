using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class BatteryFoldTests
{
    [Fact]
    public void The_lowest_and_the_last_level_of_the_day_and_the_time_in_charge()
    {
        Dictionary<string, double> values = Values(
            Row("2026-03-09T23:59Z", 5, false),
            Row("2026-03-10T08:00Z", 20, false),
            Row("2026-03-10T09:00Z", 18, true),
            Row("2026-03-10T09:05Z", 30, true),
            Row("2026-03-10T09:50Z", 100, false),
            Row("2026-03-10T22:00Z", 88, false),
            Row("2026-03-11T00:00Z", 3, false));

        Assert.Equal((18, 88, 50 * 60), (values["lowest_battery_level"], values["last_battery_level"], values["charging_time"]));
    }

    [Fact]
    public void A_ring_that_is_not_heard_of_for_more_than_an_hour_is_not_taken_to_charge_so_long()
    {
        Assert.Equal(3600, Values(Row("2026-03-10T09:00Z", 18, true), Row("2026-03-10T10:00Z", 100, false))["charging_time"]);
        Assert.Equal(0, Values(Row("2026-03-10T09:00Z", 18, true), Row("2026-03-10T10:00:01Z", 100, false))["charging_time"]);
    }

    [Fact]
    public void Charging_over_midnight_counts_to_the_day_in_which_each_stretch_begins()
    {
        SeriesFold fold = Rows.Fold(
            "ring_battery_level",
            Rows.Day,
            Rows.Day.AddDays(1),
            [],
            [Row("2026-03-10T23:50Z", 18, true), Row("2026-03-11T00:10Z", 30, true), Row("2026-03-11T00:15Z", 40, false)]);

        Assert.Equal([20 * 60, 5 * 60], fold.Readings().Select(reading => Rows.Named(reading)["charging_time"]));
    }

    [Fact]
    public void Where_rows_do_not_say_whether_the_ring_charged_the_time_is_missing_and_not_zero()
    {
        Assert.DoesNotContain("charging_time", Values(Row("2026-03-10T09:00Z", 18, null), Row("2026-03-10T09:30Z", 60, null)).Keys);
        Assert.Equal(0, Values(Row("2026-03-10T09:00Z", 18, false))["charging_time"]);
    }

    private static System.Text.Json.JsonElement Row(string at, int level, bool? charging) => Rows.Battery(Rows.At(at), level, charging);

    private static Dictionary<string, double> Values(params System.Text.Json.JsonElement[] rows) =>
        Rows.Named(Assert.Single(Rows.Fold("ring_battery_level", rows).Readings()));
}
