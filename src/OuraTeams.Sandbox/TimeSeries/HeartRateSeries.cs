using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.TimeSeries;

/// <summary>
/// <c>heartrate</c>: every five minutes, asleep as the sleep document says; every five seconds in a training. There are
/// gaps where the ring was off, and now and then two rows of one instant.
/// </summary>
internal static class HeartRateSeries
{
    private const int BlockMinutes = 5;
    private const int TrainingSeconds = 5;

    /// <summary>The series.</summary>
    public static TimeSeriesKind Definition { get; } = new() { Route = "heartrate", Scope = "heartrate", Rows = Rows };

    private static IEnumerable<TimeSeriesRow> Rows(MemberProfile member, DateTimeOffset from, DateTimeOffset to)
    {
        // A sleep counts to the day of its end, so its rows can be a day earlier than that.
        var last = LocalDay(member, to).AddDays(1);
        var pending = new List<TimeSeriesRow>();
        for (var date = LocalDay(member, from).AddDays(-1); date <= last; date = date.AddDays(1))
        {
            pending.AddRange(DayRows(new MemberDay(member, date)));
            pending.Sort((a, b) => a.Instant.CompareTo(b.Instant));

            // All that follows is later than the noon before the next day.
            var settled = member.At(date, TimeSpan.FromHours(12));
            var count = date == last ? pending.Count : pending.FindIndex(row => row.Instant >= settled) is var found and >= 0 ? found : pending.Count;
            foreach (var row in pending.Take(count).Where(row => row.Instant >= from && row.Instant <= to))
            {
                yield return row;
            }

            pending.RemoveRange(0, count);
        }
    }

    private static IEnumerable<TimeSeriesRow> DayRows(MemberDay day)
    {
        var next = new MemberDay(day.Member, day.Day.AddDays(1));
        var noise = day.Noise(NoiseTopic.HeartRate);
        var rows = new List<TimeSeriesRow>(400);
        foreach (var period in day.Periods)
        {
            var rates = SleepKind.HeartRates(day, period);
            for (var i = 0; i < rates.Count; i++)
            {
                if (rates[i] is { } rate)
                {
                    rows.Add(Row(period.Plan.Start.AddMinutes(BlockMinutes * i), rate, "sleep"));
                }
            }
        }

        var trainings = Training.For(day);
        foreach (var training in trainings)
        {
            var count = (int)(training.Length.TotalSeconds / TrainingSeconds);
            for (var i = 0; i < count; i++)
            {
                var warm = Math.Min(1, (i + 10) * TrainingSeconds / 300.0);
                var rate = day.Member.RestingHeartRate + ((training.HeartRate - day.Member.RestingHeartRate) * warm) + (3 * noise.Normal());
                rows.Add(Row(training.Start.AddSeconds(TrainingSeconds * i), rate, "workout"));
            }
        }

        var session = SessionKind.Definition.Slots(day).Any() ? SessionKind.Time(day) : default;
        var classes = day.Activity().Classes;
        for (var block = 0; block < classes.Length; block++)
        {
            var at = day.At(TimeSpan.FromMinutes((4 * 60) + (BlockMinutes * block)));
            var asleep = day.Periods.Concat(next.Periods).Any(period => at.AddMinutes(BlockMinutes) > period.Plan.Start && at < period.Plan.End);
            var training = trainings.Any(training => at >= training.Start && at < training.End);
            if (asleep || training || classes[block] == '0' || noise.Chance(0.04))
            {
                continue;
            }

            var inSession = at >= session.Start && at < session.End;
            var rate = day.Member.RestingHeartRate + (classes[block] - '0') switch { 1 => 7, 2 => 16, 3 => 28, 4 => 46, _ => 70 } + (4 * noise.Normal());
            rows.Add(Row(at, inSession ? rate - 8 : rate, inSession ? "session" : classes[block] == '1' ? "rest" : "awake"));
            if (noise.Chance(0.01))
            {
                rows.Add(Row(at, rate + 1, "live"));
            }
        }

        return rows;
    }

    private static TimeSeriesRow Row(DateTimeOffset at, double rate, string source) => new(
        at.ToUniversalTime(), Iso.UtcSeconds(at), ("bpm", JsonValue.Create((int)Math.Round(Math.Max(30, rate)))), ("source", JsonValue.Create(source)));

    private static DateOnly LocalDay(MemberProfile member, DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(member.UtcOffset).DateTime);
}
