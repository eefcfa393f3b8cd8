using System.Text.Json;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Tests;

/// <summary>Fields that are no plain numbers.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("limited", 1)]
    [InlineData("exceptional", 5)]
    public void A_level_is_its_place_among_the_words(string level, int value) =>
        Assert.Equal(value, Value("daily_resilience", $$"""{"id":"a","day":"2026-03-10","level":"{{level}}"}""", "resilience_level"));

    [Fact]
    public void A_word_that_Oura_added_since_is_missing_and_counted()
    {
        DocumentReading reading = Read("daily_resilience", """{"id":"a","day":"2026-03-10","level":"heroic"}""");

        Assert.Empty(reading.Values);
        Assert.Equal(1, reading.Implausible);
    }

    [Fact]
    public void Blood_oxygen_of_zero_is_no_value() =>
        Assert.Null(Value("daily_spo2", """{"id":"a","day":"2026-03-10","spo2_percentage":{"average":0.0}}""", "spo2"));

    [Fact]
    public void Bedtime_is_read_on_the_wearers_clock()
    {
        const string Night = """{"id":"a","day":"2026-03-10","type":"long_sleep","bedtime_start":"2026-03-09T23:41:30+09:00","bedtime_end":"2026-03-10T07:05:00+09:00"}""";

        Assert.Equal((23 * 60) + 41, Value("sleep", Night, "bedtime"));
        Assert.Equal((7 * 60) + 5, Value("sleep", Night, "wake_time"));
    }

    [Fact]
    public void A_night_that_has_not_ended_has_no_wake_time()
    {
        DocumentReading reading = Read("sleep", """{"id":"a","day":"2026-03-10","type":"long_sleep","bedtime_start":"2026-03-09T23:41:30+09:00","bedtime_end":null}""");

        Assert.DoesNotContain(reading.Values, value => value.Number == MetricCatalogue.Find("wake_time")!.Number);
        Assert.Equal(0, reading.Implausible);
    }

    [Fact]
    public void All_workouts_of_a_day_count_and_the_hard_ones_apart()
    {
        int[] row = DayCombiner.Combine([Workout("a", "hard", 45), Workout("b", "easy", 30), Workout("c", "hard", 15)]);

        Assert.Equal(3, row[Number("workouts")]);
        Assert.Equal(90 * 60, row[Number("workout_time")]);
        Assert.Equal(60 * 60, row[Number("hard_workout_time")]);
        Assert.Equal(300, row[Number("workout_calories")]);
        Assert.Equal(MetricValue.Missing, row[Number("sessions")]);
    }

    [Fact]
    public void Workouts_of_each_intensity_count_apart_and_of_an_unknown_one_only_in_the_whole()
    {
        int[] row = DayCombiner.Combine([Workout("a", "hard", 45), Workout("b", "moderate", 30), Workout("c", "easy", 15), Workout("d", "brutal", 10)]);

        Assert.Equal(
            (45 * 60, 30 * 60, 15 * 60, 100 * 60),
            (row[Number("hard_workout_time")], row[Number("moderate_workout_time")], row[Number("easy_workout_time")], row[Number("workout_time")]));
    }

    [Theory]
    [InlineData("82800", 23 * 60)]
    [InlineData("-3600", 23 * 60)]
    [InlineData("-1", (23 * 60) + 59)]
    [InlineData("0", 0)]
    [InlineData("1859", 30)]
    [InlineData("86400", 0)]
    [InlineData("90000", 60)]
    [InlineData("172800", 0)]
    public void A_recommended_bedtime_is_minutes_since_midnight_before_or_after_it(string seconds, int minutes) =>
        Assert.Equal(minutes, Value("sleep_time", $$$"""{"id":"a","day":"2026-03-10","optimal_bedtime":{"day_tz":3600,"start_offset":{{{seconds}}},"end_offset":0}}""", "recommended_bedtime_start"));

    [Theory]
    [InlineData("null", 0)]
    [InlineData("""{"day_tz":3600,"start_offset":null}""", 0)]
    [InlineData("""{"start_offset":172801}""", 1)]
    [InlineData("""{"start_offset":"23:00"}""", 1)]
    public void Without_a_recommended_bedtime_there_is_none(string window, int implausible)
    {
        DocumentReading reading = Read("sleep_time", $$"""{"id":"a","day":"2026-03-10","optimal_bedtime":{{window}}}""");

        Assert.Empty(reading.Values);
        Assert.Equal(implausible, reading.Implausible);
    }

    [Fact]
    public void A_rest_mode_counts_on_its_first_day_and_its_length_is_known_when_it_is_over()
    {
        int[] over = DayCombiner.Combine([Read("rest_mode_period", """{"id":"a","start_day":"2026-03-10","end_day":"2026-03-12","episodes":[]}""")]);
        int[] open = DayCombiner.Combine([Read("rest_mode_period", """{"id":"a","start_day":"2026-03-10","end_day":null,"episodes":[]}""")]);

        Assert.Equal((1, 3), (over[Number("rest_modes_begun")], over[Number("rest_mode_days")]));
        Assert.Equal((1, MetricValue.Missing), (open[Number("rest_modes_begun")], open[Number("rest_mode_days")]));
    }

    [Fact]
    public void A_rest_mode_that_ends_before_it_began_has_no_length()
    {
        DocumentReading reading = Read("rest_mode_period", """{"id":"a","start_day":"2026-03-10","end_day":"2026-03-08"}""");

        Assert.Equal((1, 1), (reading.Values.Count, reading.Implausible));
    }

    [Fact]
    public void Tags_are_counted_in_both_forms_and_never_read()
    {
        int[] row = DayCombiner.Combine(
        [
            Read("enhanced_tag", """{"id":"a","start_day":"2026-03-10","comment":"so tired","tag_type_code":"custom"}"""),
            Read("enhanced_tag", """{"id":"b","start_day":"2026-03-10"}"""),
            Read("tag", """{"id":"c","day":"2026-03-10","text":"so tired","tags":["tag_generic_sick"]}"""),
        ]);

        Assert.Equal((2, 1), (row[Number("tags")], row[Number("older_tags")]));
    }

    private static DocumentReading Workout(string id, string intensity, int minutes) => Read(
        "workout",
        $$"""{"id":"{{id}}","day":"2026-03-10","activity":"running","calories":100.2,"intensity":"{{intensity}}","start_datetime":"2026-03-10T10:00:00+01:00","end_datetime":"2026-03-10T10:{{minutes}}:00+01:00"}""");

    private static int Number(string id) => MetricCatalogue.Find(id)!.Number;

    private static double? Value(string kind, string json, string metric) =>
        Read(kind, json).Values.Where(value => value.Number == Number(metric)).Select(value => (double?)MetricCatalogue.Find(metric)!.FromUnits(value.Units)).SingleOrDefault();

    private static DocumentReading Read(string kind, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.True(DocumentReader.TryRead(kind, document.RootElement, out DocumentReading? reading, out string? problem), problem);
        return reading;
    }
}
