using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Documents;

/// <summary>Makes one number of each metric out of a day's documents. The order in which they are given doesn't matter.</summary>
public static class DayCombiner
{
    private static readonly MetricDefinition[] SleepSums = [.. MetricCatalogue.All.Where(metric => metric.Combination == DayCombination.SumOutsideNight)];
    private static readonly int TimeInBed = MetricCatalogue.Find("time_in_bed")!.Number;
    private static readonly int TotalSleep = MetricCatalogue.Find("total_sleep_duration")!.Number;
    private static readonly int CardiovascularAge = MetricCatalogue.Find("cardiovascular_age")!.Number;
    private static readonly MetricDefinition AgeDifference = MetricCatalogue.Find("cardiovascular_age_difference")!;

    /// <summary>Combines the documents of one day.</summary>
    /// <param name="readings">Each document once, and the folded reading of each time series.</param>
    /// <param name="age">The member's age in years, when it is known.</param>
    /// <returns>A value for each metric by number, <see cref="MetricValue.Missing"/> where there is none.</returns>
    public static int[] Combine(IEnumerable<DocumentReading> readings, int? age = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        int[] row = new int[MetricCatalogue.All.Count];
        row.AsSpan().Fill(MetricValue.Missing);
        var all = readings.ToList();
        foreach (IGrouping<string, DocumentReading> kind in all.Where(reading => reading.Role == DocumentRole.Daily).GroupBy(reading => reading.Kind, StringComparer.Ordinal))
        {
            Put(row, Current(kind));
        }

        DocumentReading? night = Night(all);
        if (night is not null)
        {
            Put(row, night);
        }

        foreach (DocumentReading each in all.Where(reading => reading.Role == DocumentRole.Each))
        {
            Add(row, each);
        }

        foreach (MetricDefinition metric in SleepSums)
        {
            row[metric.Number] = Sum(all.Where(reading => !ReferenceEquals(reading, night) && reading.Role is (DocumentRole.LongSleep or DocumentRole.ShortSleep)));
        }

        if (age is { } years && row[CardiovascularAge] != MetricValue.Missing)
        {
            row[AgeDifference.Number] = AgeDifference.ToUnits(row[CardiovascularAge] - years);
        }

        return row;
    }

    /// <summary>Of several documents of a daily kind, the one that was read last.</summary>
    private static DocumentReading Current(IEnumerable<DocumentReading> documents) => documents
        .OrderByDescending(reading => reading.ReadOrder)
        .ThenByDescending(reading => reading.Version ?? -1)
        .ThenBy(reading => reading.DocumentId, StringComparer.Ordinal)
        .First();

    /// <summary>The night of one day: the longest <c>long_sleep</c>; null without one.</summary>
    internal static DocumentReading? Night(IEnumerable<DocumentReading> documents) => documents
        .Where(reading => reading.Role == DocumentRole.LongSleep)
        .OrderByDescending(reading => ValueOf(reading, TimeInBed))
        .ThenByDescending(reading => ValueOf(reading, TotalSleep))
        .ThenBy(reading => reading.DocumentId, StringComparer.Ordinal)
        .FirstOrDefault();

    private static int Sum(IEnumerable<DocumentReading> sleeps)
    {
        int[] known = [.. sleeps.Select(reading => ValueOf(reading, TotalSleep)).Where(units => units != MetricValue.Missing)];
        return known.Length == 0 ? MetricValue.Missing : known.Sum();
    }

    private static int ValueOf(DocumentReading reading, int metric)
    {
        foreach ((int number, int units) in reading.Values)
        {
            if (number == metric)
            {
                return units;
            }
        }

        return MetricValue.Missing;
    }

    private static void Add(int[] row, DocumentReading reading)
    {
        foreach ((int number, int units) in reading.Values.Where(value => value.Number < row.Length))
        {
            row[number] = row[number] == MetricValue.Missing ? units : row[number] + units;
        }
    }

    private static void Put(int[] row, DocumentReading reading)
    {
        foreach ((int number, int units) in reading.Values)
        {
            // A stored reading may come from a release that knew more metrics.
            if (number < row.Length)
            {
                row[number] = units;
            }
        }
    }
}
