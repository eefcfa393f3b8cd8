using System.Text.Json;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class InterbeatFoldTests
{
    private static readonly Night Night = Rows.Night(Rows.Day, "2026-03-09T23:00Z", "2026-03-10T07:00Z");
    private static readonly DateTimeOffset Start = Rows.At("2026-03-10T02:00Z");

    [Fact]
    public void Mean_RMSSD_and_SDNN_are_those_of_the_textbook()
    {
        Dictionary<string, double> values = Figures(Beats(800, 810, 790, 830));

        // Differences 10, -20, 40: the root of 2100 / 3. Deviations from 807.5: the root of 875 / 3.
        Assert.Equal((807.5, 26.5, 17.1), (values["night_average_ibi"], values["night_ibi_rmssd"], values["night_ibi_sdnn"]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(4)]
    public void An_interval_that_cannot_be_trusted_does_not_count_and_nothing_is_taken_across_it(int validity)
    {
        JsonElement[] rows = Beats(800, 810, 1900, 900, 930);
        rows[2] = Rows.Interval(Start.AddMilliseconds(800 + 810 + 1900), 1900, validity);

        Dictionary<string, double> values = Figures(rows);

        Assert.Equal(860, values["night_average_ibi"]);
        Assert.Equal(Math.Round(Math.Sqrt((100 + 900) / 2.0), 1), values["night_ibi_rmssd"]);
    }

    [Fact]
    public void A_corrected_interval_counts()
    {
        JsonElement[] rows = Beats(800, 800, 800);
        rows[1] = Rows.Interval(Start.AddMilliseconds(1600), 800, validity: 3);

        Assert.Equal(0, Figures(rows)["night_ibi_rmssd"]);
    }

    [Fact]
    public void No_difference_is_taken_over_a_beat_that_is_missing()
    {
        JsonElement[] rows = Beats(800, 850, 900, 950);

        Assert.Equal(50, Figures([rows[0], rows[2], rows[3]])["night_ibi_rmssd"]);
        Assert.DoesNotContain("night_ibi_rmssd", Figures([rows[0], rows[2]]).Keys);
    }

    [Fact]
    public void No_difference_is_taken_over_a_row_that_cannot_be_trusted_however_close_its_neighbours_are()
    {
        JsonElement[] rows = Beats(800, 850);

        Assert.Equal(50, Figures(rows)["night_ibi_rmssd"]);
        Assert.DoesNotContain("night_ibi_rmssd", Figures([.. rows, Rows.Interval(Start.AddMilliseconds(900), 100, validity: 0)]).Keys);
    }

    [Fact]
    public void Two_intervals_of_one_instant_do_not_follow_each_other() =>
        Assert.DoesNotContain("night_ibi_rmssd", Figures([Rows.Interval(Start, 800), Rows.Interval(Start, 900)]).Keys);

    [Fact]
    public void One_interval_has_a_mean_and_nothing_else() =>
        Assert.Equal(["night_average_ibi"], Figures(Beats(800)).Keys);

    [Fact]
    public void A_gap_needs_no_interval_and_an_implausible_one_cannot_be_used()
    {
        SeriesFold fold = Rows.Fold(
            "interbeat_interval",
            [
                JsonElement.Parse("""{"timestamp":"2026-03-10T02:00:00Z","ibi":null,"validity":-1}"""),
                Rows.Interval(Start, 199),
                Rows.Interval(Start, 2001),
                JsonElement.Parse("""{"timestamp":"2026-03-10T02:00:00Z","ibi":800}"""),
            ],
            Night);

        Assert.Equal(3, fold.Unusable);
        Assert.Empty(fold.Readings());
        Assert.Empty(fold.Hours());
    }

    [Fact]
    public void Without_a_night_there_are_hours_but_no_reading()
    {
        SeriesFold fold = Rows.Fold("interbeat_interval", Beats(800, 810));

        Assert.Empty(fold.Readings());
        Assert.Equal((2, 805, 10), (fold.Hours()[0].Figures.Count, fold.Hours()[0].Figures.Mean, fold.Hours()[0].Figures.Rmssd));
    }

    [Fact]
    public void An_hour_takes_differences_within_itself_and_the_night_across_its_hours()
    {
        DateTimeOffset hour = Rows.At("2026-03-10T03:00Z");
        SeriesFold fold = Rows.Fold(
            "interbeat_interval",
            [
                Rows.Interval(hour.AddMilliseconds(-1300), 800),
                Rows.Interval(hour.AddMilliseconds(-500), 800),
                Rows.Interval(hour.AddMilliseconds(400), 900),
                Rows.Interval(hour.AddMilliseconds(1300), 900),
            ],
            Night);

        Assert.Equal([0, 0], fold.Hours().Select(figures => figures.Figures.Rmssd!.Value));
        Assert.Equal(Math.Round(100 / Math.Sqrt(3), 1), Rows.Named(Assert.Single(fold.Readings()))["night_ibi_rmssd"]);
    }

    private static Dictionary<string, double> Figures(JsonElement[] rows) =>
        Rows.Named(Assert.Single(Rows.Fold("interbeat_interval", rows.Reverse(), Night).Readings()));

    /// <summary>Intervals without a gap; a row's time is the end of its interval.</summary>
    private static JsonElement[] Beats(params int[] intervals)
    {
        DateTimeOffset at = Start;
        return [.. intervals.Select(interval => Rows.Interval(at = at.AddMilliseconds(interval), interval))];
    }
}
