using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.TimeSeries;

/// <summary><c>interbeat_interval</c>: each heartbeat of a sleep, with how far it can be trusted. Withdrawn after version 1.29.</summary>
internal static class InterbeatSeries
{
    private const int BlockSeconds = 300;

    /// <summary>The series.</summary>
    public static TimeSeriesKind Definition { get; } = new() { Route = "interbeat_interval", Scope = "research", Rows = Rows, IsOlder = true };

    private static IEnumerable<TimeSeriesRow> Rows(MemberProfile member, DateTimeOffset from, DateTimeOffset to)
    {
        var last = DateOnly.FromDateTime(to.ToOffset(member.UtcOffset).DateTime).AddDays(1);
        for (var date = DateOnly.FromDateTime(from.ToOffset(member.UtcOffset).DateTime); date <= last; date = date.AddDays(1))
        {
            var day = new MemberDay(member, date);
            foreach (var period in day.Periods)
            {
                foreach (var row in Beats(day, period, from, to))
                {
                    yield return row;
                }
            }
        }
    }

    private static IEnumerable<TimeSeriesRow> Beats(MemberDay day, SleepPeriod period, DateTimeOffset from, DateTimeOffset to)
    {
        var rates = SleepKind.HeartRates(day, period);
        var deviation = period.Plan.Hrv / 1.6;
        for (var block = 0; block < rates.Count; block++)
        {
            var start = period.Plan.Start.AddSeconds(BlockSeconds * block);
            if (rates[block] is not { } rate || start.AddSeconds(BlockSeconds) < from || start > to)
            {
                continue;
            }

            // Each block has a sequence of its own, so that it is the same from wherever the reading starts.
            var noise = day.Noise(NoiseTopic.Interbeat, (period.Slot * 1000) + block);
            for (var elapsed = 0; elapsed < BlockSeconds * 1000;)
            {
                var interval = (int)Math.Clamp((60_000 / rate) + (deviation * noise.Normal() / 1.4), 300, 2000);
                var roll = noise.Unit();
                elapsed += interval;
                var at = start.AddMilliseconds(elapsed).ToUniversalTime();
                if (elapsed < BlockSeconds * 1000 && at >= from && at <= to)
                {
                    var validity = roll < 0.9 ? 1 : roll < 0.94 ? 3 : roll < 0.96 ? 2 : roll < 0.98 ? 0 : roll < 0.99 ? -1 : -2;
                    yield return new(at, Iso.UtcMilliseconds(at), ("ibi", JsonValue.Create(interval)), ("validity", JsonValue.Create(validity)));
                }
            }
        }
    }
}
