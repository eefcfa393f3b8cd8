using CsCheck;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class WearerClockTests
{
    [Fact]
    public void Without_a_night_days_are_those_of_UTC()
    {
        var clock = new WearerClock([]);

        Assert.Equal(new DateOnly(2026, 3, 9), clock.DayOf(Rows.At("2026-03-09T23:59:59.999Z")));
        Assert.Equal(new DateOnly(2026, 3, 10), clock.DayOf(Rows.At("2026-03-10T00:00Z")));
    }

    [Fact]
    public void Before_the_first_known_night_its_offset_holds_already()
    {
        var clock = new WearerClock([Rows.Night(Rows.Day, "2026-03-09T23:00+09:00", "2026-03-10T07:00+09:00")]);

        Assert.Equal(new DateOnly(2026, 3, 2), clock.DayOf(Rows.At("2026-03-01T15:00Z")));
        Assert.Equal(new DateOnly(2026, 3, 1), clock.DayOf(Rows.At("2026-03-01T14:59Z")));
    }

    /// <summary>Berlin, 29 March 2026: at 2:00 the clocks went to 3:00. The day has 23 hours.</summary>
    [Fact]
    public void A_day_whose_night_lost_an_hour_has_23_hours()
    {
        var clock = new WearerClock(
        [
            Rows.Night(new DateOnly(2026, 3, 29), "2026-03-28T23:00+01:00", "2026-03-29T08:00+02:00"),
            Rows.Night(new DateOnly(2026, 3, 30), "2026-03-29T23:00+02:00", "2026-03-30T07:00+02:00"),
        ]);

        (long from, long to) = Assert.Single(clock.Stretches(new DateOnly(2026, 3, 29)));
        Assert.Equal(Rows.At("2026-03-29T00:00+01:00").ToUnixTimeMilliseconds(), from);
        Assert.Equal(Rows.At("2026-03-30T00:00+02:00").ToUnixTimeMilliseconds(), to);
        Assert.Equal(23 * 3_600_000, to - from);
    }

    [Fact]
    public void A_day_whose_night_gained_an_hour_has_25_hours()
    {
        var clock = new WearerClock([Rows.Night(new DateOnly(2026, 10, 25), "2026-10-24T23:00+02:00", "2026-10-25T07:00+01:00")]);

        (long from, long to) = Assert.Single(clock.Stretches(new DateOnly(2026, 10, 25)));
        Assert.Equal(25 * 3_600_000, to - from);
    }

    /// <summary>In Auckland until the evening of the 10th, in Honolulu on the next going to bed: half of that day comes twice.</summary>
    [Fact]
    public void A_journey_counts_from_the_next_going_to_bed_on()
    {
        var clock = new WearerClock(
        [
            Rows.Night(new DateOnly(2026, 3, 10), "2026-03-09T22:00+13:00", "2026-03-10T06:00+13:00"),
            Rows.Night(new DateOnly(2026, 3, 11), "2026-03-10T22:00-10:00", "2026-03-11T06:00-10:00"),
        ]);

        Assert.Equal(new DateOnly(2026, 3, 11), clock.DayOf(Rows.At("2026-03-10T21:59-10:00")));
        Assert.Equal(new DateOnly(2026, 3, 10), clock.DayOf(Rows.At("2026-03-10T22:00-10:00")));
        Assert.Equal(2, clock.Stretches(new DateOnly(2026, 3, 10)).Count);
    }

    [Fact]
    public void An_instant_is_in_a_stretch_of_its_day_and_of_no_other() =>
        Gen.Select(AnySeries.Nights, Gen.Int[-2 * 1440, 6 * 1440], Gen.Int[-3, 3]).Sample((nights, minute, away) =>
        {
            var clock = new WearerClock(nights);
            DateTimeOffset at = new DateTimeOffset(Rows.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minute);
            DateOnly day = clock.DayOf(at);

            return clock.Stretches(day.AddDays(away)).Count(stretch => at.ToUnixTimeMilliseconds() >= stretch.From && at.ToUnixTimeMilliseconds() < stretch.To)
                == (away == 0 ? 1 : 0);
        });
}
