using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class HeartRateFoldTests
{
    [Fact]
    public void The_day_is_the_wearers_and_the_night_begins_before_it()
    {
        Night night = Rows.Night(Rows.Day, "2026-03-09T23:00+02:00", "2026-03-10T07:00+02:00");
        SeriesFold fold = Rows.Fold(
            "heartrate",
            [
                Rows.HeartRate(Rows.At("2026-03-09T22:55+02:00"), 90),
                Rows.HeartRate(Rows.At("2026-03-09T23:00+02:00"), 52, "sleep"),
                Rows.HeartRate(Rows.At("2026-03-10T00:00+02:00"), 47, "sleep"),
                Rows.HeartRate(Rows.At("2026-03-10T06:59+02:00"), 50, "awake"),
                Rows.HeartRate(Rows.At("2026-03-10T07:00+02:00"), 61),
                Rows.HeartRate(Rows.At("2026-03-10T23:59+02:00"), 150, "workout"),
                Rows.HeartRate(Rows.At("2026-03-11T00:00+02:00"), 40),
            ],
            night);

        Dictionary<string, double> values = Rows.Named(Assert.Single(fold.Readings()));
        Assert.Equal((47, 77, 150), (values["day_lowest_heart_rate"], values["day_average_heart_rate"], values["day_highest_heart_rate"]));
        Assert.Equal((47, 49.67, 52), (values["night_lowest_heart_rate"], values["night_average_heart_rate"], values["night_highest_heart_rate"]));
    }

    [Fact]
    public void Without_a_night_of_the_day_its_figures_are_missing()
    {
        Night other = Rows.Night(Rows.Day.AddDays(1), "2026-03-10T23:00Z", "2026-03-11T07:00Z");
        SeriesFold fold = Rows.Fold("heartrate", [Rows.HeartRate(Rows.At("2026-03-10T23:30Z"), 60)], other);

        Assert.Equal(3, Assert.Single(fold.Readings()).Values.Count);
    }

    [Fact]
    public void A_night_that_lies_wholly_in_the_day_before_has_a_reading_of_its_own_day()
    {
        Night late = Rows.Night(Rows.Day, "2026-03-09T19:00Z", "2026-03-09T22:30Z");
        SeriesFold fold = Rows.Fold("heartrate", [Rows.HeartRate(Rows.At("2026-03-09T20:00Z"), 55)], late);

        Assert.Equal(
            ["night_lowest_heart_rate", "night_average_heart_rate", "night_highest_heart_rate"],
            Rows.Named(Assert.Single(fold.Readings())).Keys);
    }

    [Fact]
    public void Of_two_nights_of_a_day_the_longer_counts()
    {
        Night shorter = Rows.Night(Rows.Day, "2026-03-09T22:00Z", "2026-03-10T01:00Z");
        Night longer = Rows.Night(Rows.Day, "2026-03-10T02:00Z", "2026-03-10T07:00Z");
        foreach (Night[] nights in new Night[][] { [shorter, longer], [longer, shorter] })
        {
            SeriesFold fold = Rows.Fold("heartrate", [Rows.HeartRate(Rows.At("2026-03-10T00:30Z"), 44), Rows.HeartRate(Rows.At("2026-03-10T03:00Z"), 55)], nights);

            Assert.Equal(55, Rows.Named(Assert.Single(fold.Readings()))["night_lowest_heart_rate"]);
        }
    }

    /// <summary>Berlin, 25 October 2026: the hour from 2 to 3 comes twice, and all 25 hours are of the day.</summary>
    [Fact]
    public void Both_hours_from_two_to_three_belong_to_a_day_that_turns_the_clocks_back()
    {
        DateOnly day = new(2026, 10, 25);
        Night night = Rows.Night(day, "2026-10-24T23:00+02:00", "2026-10-25T07:00+01:00");
        SeriesFold fold = Rows.Fold(
            "heartrate",
            day,
            day,
            [night],
            Enumerable.Range(0, 27).Select(hour => Rows.HeartRate(Rows.At("2026-10-24T23:30+02:00").AddHours(hour), 60 + hour)));

        Dictionary<string, double> values = Rows.Named(Assert.Single(fold.Readings()));
        Assert.Equal((61, 85), (values["day_lowest_heart_rate"], values["day_highest_heart_rate"]));
    }
}
