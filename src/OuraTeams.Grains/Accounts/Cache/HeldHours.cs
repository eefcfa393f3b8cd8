using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>The rules of the hourly figures that an account keeps, over its stored state: the newest days of each time series.</summary>
internal static class HeldHours
{
    /// <summary>Days of hours that are kept.</summary>
    public const int Days = 7;

    private const string InterbeatInterval = "interbeat_interval";

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

    /// <summary>Drops the hours of time series that are not among the kinds given.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool KeepOnly(CacheState state, IReadOnlySet<string> kinds)
    {
        Dictionary<string, IReadOnlyList<HourFigures>> series = HourPack.Unpack(state.Hours);
        string[] gone = [.. series.Keys.Where(kind => !kinds.Contains(kind))];
        if (gone.Length == 0)
        {
            return false;
        }

        foreach (string kind in gone)
        {
            series.Remove(kind);
        }

        state.Hours = HourPack.Pack(series);
        return true;
    }

    /// <summary>The figures of a time series, ascending.</summary>
    public static IReadOnlyList<HourRow> Rows(CacheState state, string series) =>
    [
        .. HourPack.Unpack(state.Hours).GetValueOrDefault(series, []).Select(hour => new HourRow
        {
            From = hour.From,
            Count = hour.Figures.Count,
            Minimum = hour.Figures.Minimum,
            Mean = hour.Figures.Mean ?? 0,
            Maximum = hour.Figures.Maximum,
            Rmssd = hour.Figures.Rmssd,
            Sdnn = series == InterbeatInterval ? hour.Figures.Sdnn : null,
        }),
    ];

    private static int UnixHour(DateTimeOffset time) => checked((int)(time.ToUnixTimeSeconds() / 3600));
}
