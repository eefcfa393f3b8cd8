using System.Text.Json;

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
