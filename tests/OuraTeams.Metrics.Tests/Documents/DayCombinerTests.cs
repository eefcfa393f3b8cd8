using CsCheck;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Tests;

public sealed class DayCombinerTests
{
    private static readonly int TimeInBed = Number("time_in_bed");
    private static readonly int TotalSleep = Number("total_sleep_duration");
    private static readonly int OutsideNight = Number("sleep_outside_night");
    private static readonly int Steps = Number("steps");

    private static readonly Gen<DocumentReading> AnySleep =
        Gen.Select(Gen.Enum<DocumentRole>(), Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[40, 60])
            .Select((role, inBed, asleep, pulse) => Sleep(
                role is DocumentRole.Daily or DocumentRole.Each ? DocumentRole.LongSleep : role, "", inBed == 0 ? null : inBed * 3600, asleep == 0 ? null : asleep * 3600, pulse));

    private static readonly Gen<DocumentReading> AnyActivity =
        Gen.Select(Gen.Long[0, 2], Gen.Int[0, 2], Gen.Int[0, 9])
            .Select((order, version, steps) => Activity("", steps, order, version == 0 ? null : version));

    private static readonly Gen<DocumentReading[]> AnyDay =
        Gen.OneOf(AnySleep, AnyActivity).Array[0, 8].Select(readings => readings.Select((reading, index) => reading with { DocumentId = $"id-{index}" }).ToArray());

    [Fact]
    public void A_day_without_documents_has_a_row_of_missing_values()
    {
        int[] row = DayCombiner.Combine([]);

        Assert.Equal(MetricCatalogue.All.Count, row.Length);
        Assert.All(row, value => Assert.Equal(MetricValue.Missing, value));
    }

    [Fact]
    public void The_night_is_the_longest_long_sleep_by_time_in_bed()
    {
        int[] row = DayCombiner.Combine(
        [
            Sleep(DocumentRole.LongSleep, "short", inBed: 4 * 3600, asleep: 4 * 3600, pulse: 70),
            Sleep(DocumentRole.LongSleep, "long", inBed: 8 * 3600, asleep: 3 * 3600, pulse: 50),
        ]);

        Assert.Equal(8 * 3600, row[TimeInBed]);
        Assert.Equal(3 * 3600, row[TotalSleep]);
        Assert.Equal(50, row[Number("lowest_heart_rate")]);
    }

    [Fact]
    public void Of_nights_of_one_length_the_one_with_more_sleep_counts()
    {
        int[] row = DayCombiner.Combine(
        [
            Sleep(DocumentRole.LongSleep, "a", inBed: 8 * 3600, asleep: 6 * 3600),
            Sleep(DocumentRole.LongSleep, "b", inBed: 8 * 3600, asleep: 7 * 3600),
        ]);

        Assert.Equal(7 * 3600, row[TotalSleep]);
        Assert.Equal(6 * 3600, row[OutsideNight]);
    }

    [Fact]
    public void A_long_sleep_without_a_length_is_the_night_when_there_is_no_other() =>
        Assert.Equal(55, DayCombiner.Combine([Sleep(DocumentRole.LongSleep, "a", inBed: null, asleep: null, pulse: 55)])[Number("lowest_heart_rate")]);

    [Fact]
    public void All_sleeps_but_the_night_are_summed_and_the_shorter_long_sleep_is_one_of_them()
    {
        int[] row = DayCombiner.Combine(
        [
            Sleep(DocumentRole.ShortSleep, "nap", inBed: 3600, asleep: 1800),
            Sleep(DocumentRole.LongSleep, "night", inBed: 8 * 3600, asleep: 7 * 3600),
            Sleep(DocumentRole.LongSleep, "second", inBed: 4 * 3600, asleep: 10000),
            Sleep(DocumentRole.ShortSleep, "late", inBed: 1200, asleep: 900),
        ]);

        Assert.Equal(7 * 3600, row[TotalSleep]);
        Assert.Equal(1800 + 10000 + 900, row[OutsideNight]);
    }

    [Fact]
    public void A_nap_alone_makes_no_night()
    {
        int[] row = DayCombiner.Combine([Sleep(DocumentRole.ShortSleep, "nap", inBed: 3600, asleep: 1800)]);

        Assert.Equal(MetricValue.Missing, row[TotalSleep]);
        Assert.Equal(MetricValue.Missing, row[TimeInBed]);
        Assert.Equal(1800, row[OutsideNight]);
    }

    [Fact]
    public void Without_another_sleep_the_sum_is_missing_and_not_zero() =>
        Assert.Equal(MetricValue.Missing, DayCombiner.Combine([Sleep(DocumentRole.LongSleep, "night", 8 * 3600, 7 * 3600)])[OutsideNight]);

    [Fact]
    public void A_nap_of_unknown_length_adds_nothing_to_the_sum()
    {
        DocumentReading unknown = Sleep(DocumentRole.ShortSleep, "unknown", inBed: 3600, asleep: null);

        Assert.Equal(MetricValue.Missing, DayCombiner.Combine([unknown])[OutsideNight]);
        Assert.Equal(900, DayCombiner.Combine([unknown, Sleep(DocumentRole.ShortSleep, "known", 1200, 900)])[OutsideNight]);
    }

    [Fact]
    public void Rest_and_deleted_sleeps_count_for_nothing()
    {
        int[] row = DayCombiner.Combine(
        [
            Sleep(DocumentRole.Ignored, "rest", inBed: 80000, asleep: 80000, pulse: 44),
            Sleep(DocumentRole.LongSleep, "night", inBed: 8 * 3600, asleep: 7 * 3600, pulse: 50),
        ]);

        Assert.Equal(8 * 3600, row[TimeInBed]);
        Assert.Equal(50, row[Number("lowest_heart_rate")]);
        Assert.Equal(MetricValue.Missing, row[OutsideNight]);
    }

    [Fact]
    public void Of_two_documents_of_a_daily_kind_the_one_that_was_read_last_counts() =>
        Assert.Equal(20, DayCombiner.Combine([Activity("a", 10, readOrder: 1, version: 9), Activity("b", 20, readOrder: 2, version: 1)])[Steps]);

    [Fact]
    public void Of_two_documents_of_one_read_the_higher_version_counts() =>
        Assert.Equal(20, DayCombiner.Combine([Activity("a", 10, readOrder: 1, version: null), Activity("b", 20, readOrder: 1, version: 0)])[Steps]);

    [Fact]
    public void The_superseded_document_does_not_fill_the_gaps_of_the_current_one()
    {
        DocumentReading old = Activity("a", 10, readOrder: 1, version: null);
        DocumentReading current = Activity("b", 0, readOrder: 2, version: null) with { Values = [] };

        Assert.Equal(MetricValue.Missing, DayCombiner.Combine([old, current])[Steps]);
    }

    [Fact]
    public void A_metric_of_a_later_release_in_a_stored_reading_is_left_out() =>
        Assert.Equal(10, DayCombiner.Combine([Activity("a", 0, 1, null) with { Values = [(Steps, 10), (MetricCatalogue.All.Count, 5), (int.MaxValue, 6)] }])[Steps]);

    [Theory]
    [InlineData(35, 40, -5)]
    [InlineData(48, 40, 8)]
    [InlineData(40, 40, 0)]
    [InlineData(null, 40, MetricValue.Missing)]
    [InlineData(40, null, MetricValue.Missing)]
    public void Cardiovascular_age_minus_age_needs_both(int? vascular, int? age, int difference)
    {
        DocumentReading reading = Reading("daily_cardiovascular_age", "a", DocumentRole.Daily);
        int[] row = DayCombiner.Combine([vascular is { } years ? reading with { Values = [(Number("cardiovascular_age"), years)] } : reading], age);

        Assert.Equal(difference, row[Number("cardiovascular_age_difference")]);
        Assert.Equal(vascular ?? MetricValue.Missing, row[Number("cardiovascular_age")]);
    }

    [Fact]
    public void The_order_in_which_documents_are_given_does_not_matter() =>
        AnyDay.SelectMany(day => Gen.Shuffle(day).Select(shuffled => (day, shuffled)))
            .Sample((day, shuffled) => DayCombiner.Combine(day).SequenceEqual(DayCombiner.Combine(shuffled)), iter: 2_000);

    [Fact]
    public void All_sleep_that_counts_is_in_the_night_or_in_the_sum() =>
        AnyDay.Sample(day =>
        {
            int[] row = DayCombiner.Combine(day);
            int counted = day
                .Where(reading => reading.Role is DocumentRole.LongSleep or DocumentRole.ShortSleep)
                .Sum(reading => reading.Values.Where(value => value.Number == TotalSleep).Sum(value => value.Units));

            return counted == Known(row[TotalSleep]) + Known(row[OutsideNight]);
        });

    private static int Known(int units) => units == MetricValue.Missing ? 0 : units;

    private static int Number(string id) => MetricCatalogue.Find(id)!.Number;

    private static DocumentReading Sleep(DocumentRole role, string id, int? inBed, int? asleep, int pulse = 50)
    {
        List<(int, int)> values = [(Number("lowest_heart_rate"), pulse)];
        if (inBed is { } bed)
        {
            values.Add((TimeInBed, bed));
        }

        if (asleep is { } sleep)
        {
            values.Add((TotalSleep, sleep));
        }

        return Reading("sleep", id, role) with { Values = values };
    }

    private static DocumentReading Activity(string id, int steps, long readOrder, long? version) =>
        Reading("daily_activity", id, DocumentRole.Daily) with { Values = [(Steps, steps)], ReadOrder = readOrder, Version = version };

    private static DocumentReading Reading(string kind, string id, DocumentRole role) => new()
    {
        Kind = kind,
        DocumentId = id,
        Day = new DateOnly(2026, 3, 1),
        Role = role,
        Values = [],
    };
}
