using System.Text.Json;

namespace OuraTeams.Metrics.Series;

/// <summary>
/// <c>ring_battery_level</c>. A ring that charges is taken to charge until the next row, when that comes within an hour; the
/// time counts to the day in which it begins.
/// </summary>
internal sealed class BatteryRule : SeriesRule
{
    private const uint NotTold = 0;
    private const uint Idle = 1;
    private const uint Charging = 2;

    /// <inheritdoc/>
    public override TimeSpan Beyond => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override uint? Pack(JsonElement row) => SeriesRow.Whole(row, "level", 0, 100) is { } level
        ? ((uint)level << 2) | SeriesRow.Truth(row, "charging") switch { true => Charging, false => Idle, null => NotTold }
        : null;

    /// <inheritdoc/>
    public override int? Value(uint packed) => (int)(packed >> 2);

    /// <inheritdoc/>
    public override IEnumerable<(string Metric, double? Value)> Metrics(
        SampleStore rows, IReadOnlyList<(long From, long To)> day, (long From, long To)? night)
    {
        SeriesFigures figures = Figures(rows, day);
        if (figures.Count == 0)
        {
            return [];
        }

        // Rows of one instant: the one that is ordered last.
        uint last = day.SelectMany(stretch => rows.Between(stretch.From, stretch.To)).Last().Packed;
        return [("lowest_battery_level", figures.Minimum), ("last_battery_level", Value(last)), ("charging_time", ChargingTime(rows, day))];
    }

    private double? ChargingTime(SampleStore rows, IReadOnlyList<(long From, long To)> day)
    {
        bool isTold = false;
        long milliseconds = 0;
        foreach ((long from, long to) in day)
        {
            (long At, bool IsCharging)? before = null;
            foreach ((long at, uint packed) in rows.Between(from, to + (long)Beyond.TotalMilliseconds))
            {
                if (before is (var since, true) && since < to && at - since <= Beyond.TotalMilliseconds)
                {
                    milliseconds += at - since;
                }

                isTold |= at < to && (packed & 3) != NotTold;
                before = (at, (packed & 3) == Charging);
            }
        }

        return isTold ? milliseconds / 1000.0 : null;
    }
}
