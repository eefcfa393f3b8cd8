using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Series;

/// <summary>A night, as a sleep document tells it.</summary>
/// <param name="Day">The day that Oura gives it to: as a rule that of its end.</param>
/// <param name="From">When it began, with the wearer's offset then.</param>
/// <param name="To">When it ended, not part of it, with the wearer's offset then.</param>
public readonly record struct Night(DateOnly Day, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The night of each day, by the rule of <see cref="DayCombiner"/>, where its times are known.</summary>
    /// <param name="readings">Readings of any kinds and days, each document once.</param>
    /// <returns>Ascending by day.</returns>
    public static IReadOnlyList<Night> Of(IEnumerable<DocumentReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var nights = new List<Night>();
        foreach (IGrouping<DateOnly, DocumentReading> day in readings.GroupBy(reading => reading.Day).OrderBy(day => day.Key))
        {
            if (DayCombiner.Night(day)?.Span is var (from, to))
            {
                nights.Add(new Night(day.Key, from, to));
            }
        }

        return nights;
    }
}
