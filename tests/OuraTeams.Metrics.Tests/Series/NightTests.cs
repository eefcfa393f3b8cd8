using System.Text.Json;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class NightTests
{
    [Fact]
    public void The_night_of_each_day_is_the_one_that_gives_the_days_numbers()
    {
        DocumentReading[] readings =
        [
            Sleep("nap", "late_nap", 10, 90_000, "2026-03-10T13:00:00+01:00", "2026-03-10T14:00:00+01:00"),
            Sleep("short", "long_sleep", 10, 14_400, "2026-03-09T20:00:00+01:00", "2026-03-10T00:00:00+01:00"),
            Sleep("long", "long_sleep", 10, 21_600, "2026-03-10T01:00:00+01:00", "2026-03-10T07:00:00+01:00"),
            Sleep("earlier", "long_sleep", 9, 21_600, "2026-03-09T01:00:00+02:00", "2026-03-09T07:00:00+02:00"),
            Sleep("open", "long_sleep", 11, 21_600, "2026-03-11T01:00:00+02:00", "2026-03-10T07:00:00+02:00"),
        ];

        Assert.Equal(
            [
                Rows.Night(new DateOnly(2026, 3, 9), "2026-03-09T01:00+02:00", "2026-03-09T07:00+02:00"),
                Rows.Night(new DateOnly(2026, 3, 10), "2026-03-10T01:00+01:00", "2026-03-10T07:00+01:00"),
            ],
            Night.Of(readings));
        Assert.Equal(TimeSpan.FromHours(2), Night.Of(readings)[0].To.Offset);
    }

    private static DocumentReading Sleep(string id, string type, int day, int inBed, string from, string to)
    {
        Assert.True(
            DocumentReader.TryRead(
                "sleep",
                JsonElement.Parse($$"""{"id":"{{id}}","day":"2026-03-{{day:00}}","type":"{{type}}","time_in_bed":{{inBed}},"bedtime_start":"{{from}}","bedtime_end":"{{to}}"}"""),
                out DocumentReading? reading,
                out string? problem),
            problem);
        return reading;
    }
}
