using System.Text.Json;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class SeriesFoldTests
{
    private static readonly Night Night = Rows.Night(Rows.Day, "2026-03-09T22:30+05:30", "2026-03-10T06:30+05:30");

    [Fact]
    public void Whole_hours_around_the_local_day_and_its_night_have_to_be_read()
    {
        SeriesFold fold = SeriesFold.For("heartrate", Rows.Day, Rows.Day, [Night]);

        Assert.Equal(Rows.At("2026-03-09T17:00Z"), fold.From);
        Assert.Equal(Rows.At("2026-03-10T19:00Z"), fold.To);
    }

    [Fact]
    public void Of_the_battery_an_hour_more_has_to_be_read()
    {
        SeriesFold fold = SeriesFold.For("ring_battery_level", Rows.Day, Rows.Day.AddDays(1), []);

        Assert.Equal(Rows.At("2026-03-10T00:00Z"), fold.From);
        Assert.Equal(Rows.At("2026-03-12T01:00Z"), fold.To);
    }

    [Fact]
    public void A_day_that_the_wearer_never_had_needs_nothing()
    {
        // In Honolulu until the end of the 9th, and at that moment on Kiritimati, where the 11th begins.
        SeriesFold fold = SeriesFold.For("heartrate", Rows.Day, Rows.Day,
        [
            Rows.Night(new DateOnly(2026, 3, 9), "2026-03-08T22:00-10:00", "2026-03-09T06:00-10:00"),
            Rows.Night(new DateOnly(2026, 3, 11), "2026-03-11T00:00+14:00", "2026-03-11T06:00+14:00"),
        ]);

        Assert.Equal(fold.From, fold.To);
        Assert.Empty(fold.Readings());
    }

    [Fact]
    public void Days_without_rows_have_no_reading_and_hours_without_rows_no_figures()
    {
        SeriesFold fold = Rows.Fold("heartrate", Rows.Day, Rows.Day.AddDays(2), [], [Rows.HeartRate(Rows.At("2026-03-11T05:00Z"), 60)]);

        DocumentReading reading = Assert.Single(fold.Readings());
        Assert.Equal(("heartrate", "2026-03-11", new DateOnly(2026, 3, 11), DocumentRole.Daily), (reading.Kind, reading.DocumentId, reading.Day, reading.Role));
        Assert.Equal(Rows.At("2026-03-11T05:00Z"), Assert.Single(fold.Hours()).From);
        Assert.Empty(SeriesFold.For("heartrate", Rows.Day, Rows.Day, []).Readings());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"row\"")]
    [InlineData("{}")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z"}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":null}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":"60"}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":0}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":251}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":1e400}""")]
    [InlineData("""{"timestamp":"yesterday","bpm":60}""")]
    [InlineData("""{"timestamp":"2026-02-30T05:00:00Z","bpm":60}""")]
    [InlineData("""{"timestamp_unix":1773118800000.5,"bpm":60}""")]
    [InlineData("""{"timestamp":"\ud800","bpm":60}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00Z","bpm":60,"source":"\ud800"}""")]
    public void A_row_that_cannot_be_used_is_skipped_and_counted(string row)
    {
        SeriesFold fold = Rows.Fold("heartrate", [JsonElement.Parse(row), Rows.HeartRate(Rows.At("2026-03-10T06:00Z"), 70)]);

        Assert.Equal(1, fold.Unusable);
        Assert.Equal(70, Rows.Named(Assert.Single(fold.Readings()))["day_average_heart_rate"]);
    }

    [Theory]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00+00:00","bpm":60}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00.000Z","bpm":60.0}""")]
    [InlineData("""{"timestamp":"2026-03-10T05:00:00","bpm":60}""")]
    [InlineData("""{"timestamp":"2026-03-10T07:00:00+02:00","bpm":59.5,"source":null,"later":{"x":[1]}}""")]
    [InlineData("""{"timestamp":null,"timestamp_unix":1773118800000,"bpm":60}""")]
    public void Times_and_numbers_are_taken_in_every_form_that_was_seen(string row)
    {
        SeriesFold fold = Rows.Fold("heartrate", [JsonElement.Parse(row)]);

        Assert.Equal(0, fold.Unusable);
        Assert.Equal(60, fold.Hours().Single(hour => hour.From == Rows.At("2026-03-10T05:00Z")).Figures.Minimum);
    }

    [Fact]
    public void Rows_outside_of_what_had_to_be_read_are_left_out_and_not_counted()
    {
        SeriesFold fold = Rows.Fold(
            "heartrate",
            [
                Rows.HeartRate(Rows.At("2026-03-09T23:59:59.999Z"), 60),
                Rows.HeartRate(Rows.At("2026-03-11T00:00Z"), 60),
                Rows.HeartRate(Rows.At("1970-01-01T00:00Z"), 60),
                JsonElement.Parse("""{"timestamp_unix":9223372036854775807,"bpm":60}"""),
            ]);

        Assert.Empty(fold.Readings());
        Assert.Empty(fold.Hours());
        Assert.Equal(0, fold.Unusable);
    }

    [Fact]
    public void Rows_of_one_instant_count_once_when_they_say_the_same()
    {
        DateTimeOffset at = Rows.At("2026-03-10T05:00Z");
        SeriesFold fold = Rows.Fold("heartrate", [Rows.HeartRate(at, 60), Rows.HeartRate(at, 60), Rows.HeartRate(at, 60, "live"), Rows.HeartRate(at, 63)]);

        Assert.Equal((3, 61), (Assert.Single(fold.Hours()).Figures.Count, Rows.Named(Assert.Single(fold.Readings()))["day_average_heart_rate"]));
    }

    [Fact]
    public void An_hour_with_more_rows_than_a_ring_can_measure_is_left_out_as_a_whole()
    {
        DateTimeOffset hour = Rows.At("2026-03-10T05:00Z");
        JsonElement[] rows = [.. Enumerable.Range(0, 20_001).Select(index => Rows.HeartRate(hour.AddMilliseconds(index * 100), 60))];
        JsonElement fine = Rows.HeartRate(hour.AddHours(1), 70);

        SeriesFold possible = Rows.Fold("heartrate", [.. rows[..^1], .. rows[..^1], fine]);
        Assert.Equal(0, possible.Unusable);
        Assert.Equal([20_000, 1], possible.Hours().Select(figures => figures.Figures.Count));

        foreach (IEnumerable<JsonElement> order in new[] { rows.Append(fine), rows.Reverse().Prepend(fine) })
        {
            SeriesFold impossible = Rows.Fold("heartrate", order);
            Assert.Equal(20_001, impossible.Unusable);
            Assert.Equal(70, Rows.Named(Assert.Single(impossible.Readings()))["day_average_heart_rate"]);
        }
    }

    [Fact]
    public void What_is_asked_for_wrongly_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SeriesFold.For("sleep", Rows.Day, Rows.Day, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesFold.For("heartrate", Rows.Day, Rows.Day.AddDays(-1), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesFold.For("heartrate", Rows.Day, Rows.Day.AddDays(SeriesFold.LongestDays), []));
        Assert.Throws<ArgumentException>(() => SeriesFold.For("heartrate", Rows.Day, Rows.Day, [Night with { To = Night.From }]));
    }

    [Fact]
    public void A_folded_day_takes_its_place_beside_the_documents_of_the_day()
    {
        DocumentReading folded = Assert.Single(Rows.Fold("ring_battery_level", [Rows.Battery(Rows.At("2026-03-10T05:00Z"), 40)]).Readings());

        Assert.Equal(40, DayCombiner.Combine([folded])[MetricCatalogue.Find("lowest_battery_level")!.Number]);
    }
}
