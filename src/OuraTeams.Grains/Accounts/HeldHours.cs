using OuraTeams.Contracts;
using OuraTeams.Metrics;

namespace OuraTeams.Grains;

/// <summary>The rules of the hourly figures that an account keeps, over its stored state: the newest days of each time series.</summary>
internal static class HeldHours
{
    /// <summary>Days of hours that are kept.</summary>
    public const int Days = 7;

    /// <summary>Takes in a complete read: hours of its time that it doesn't contain are gone.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Replace(CacheState state, HoursRead read, DateOnly today)
    {
        int oldest = UnixHour(new DateTimeOffset(today.AddDays(1 - Days), default, TimeSpan.Zero));
        (int from, int to) = (UnixHour(read.From), UnixHour(read.To));
        Dictionary<string, IReadOnlyList<HourFigures>> series = HourPack.Unpack(state.Hours);
        IEnumerable<HourFigures> kept = series.GetValueOrDefault(read.Kind, []).Where(hour => hour.UnixHour < from || hour.UnixHour >= to);
        series[read.Kind] = [.. kept.Concat(read.Hours)];
        foreach (string kind in series.Keys)
        {
            series[kind] = [.. series[kind].Where(hour => hour.UnixHour >= oldest)];
        }

        byte[] packed = HourPack.Pack(series);
        bool changed = !packed.AsSpan().SequenceEqual(state.Hours);
        state.Hours = packed;
        return changed;
    }

    private static int UnixHour(DateTimeOffset time) => checked((int)(time.ToUnixTimeSeconds() / 3600));
}
