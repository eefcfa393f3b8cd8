using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Columns;

/// <summary>
/// The values of up to a number of members: for each day a column of numbers for each metric, one place a member. What a
/// place holds depends only on the newest version of the member's day, never on how often or in which order versions came.
/// </summary>
/// <param name="capacity">Most members.</param>
public sealed class PartitionColumns(int capacity)
{
    private readonly Dictionary<DateOnly, DayColumns> _days = [];

    /// <summary>Bytes that the numbers take, approximately.</summary>
    public long ApproximateBytes => _days.Values.Sum(day => day.ApproximateBytes);

    /// <summary>Replaces a member's values of a day.</summary>
    /// <param name="slot">The member's place, from 0.</param>
    /// <param name="day">The day.</param>
    /// <param name="version">Counted by the member's account; what isn't newer than what is held changes nothing.</param>
    /// <param name="row">A value for each metric by number.</param>
    /// <returns>Whether any value changed.</returns>
    public bool Replace(int slot, DateOnly day, long version, ReadOnlySpan<int> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, capacity);
        if (row.Length != MetricCatalogue.All.Count)
        {
            throw new ArgumentException($"A row has {MetricCatalogue.All.Count} values.", nameof(row));
        }

        if (!_days.TryGetValue(day, out DayColumns? columns))
        {
            columns = new DayColumns();
            _days.Add(day, columns);
        }

        return columns.Replace(slot, version, row);
    }

    /// <summary>Takes a member out of every day.</summary>
    /// <returns>Whether any value was there.</returns>
    public bool RemoveMember(int slot)
    {
        bool any = false;
        foreach (DayColumns columns in _days.Values)
        {
            any |= columns.Clear(slot);
        }

        return any;
    }

    /// <summary>Members with at least one value on a day.</summary>
    public int MembersWithData(DateOnly day) => _days.TryGetValue(day, out DayColumns? columns) ? columns.MembersWithData : 0;

    /// <summary>The distribution of a metric on a day.</summary>
    public MetricHistogram Histogram(int metric, DateOnly day) =>
        _days.TryGetValue(day, out DayColumns? columns) ? columns.Histogram(metric) : MetricHistogram.Empty;

    /// <summary>Drops days before a day.</summary>
    public void TrimBefore(DateOnly first)
    {
        foreach (DateOnly day in _days.Keys.Where(day => day < first).ToList())
        {
            _days.Remove(day);
        }
    }
}
