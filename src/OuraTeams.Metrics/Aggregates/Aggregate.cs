using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Aggregates;

/// <summary>An aggregate over the members that have a value, in the metric's unit. Percentiles are nearest-rank.</summary>
/// <remarks>
/// Values that go round (<see cref="MetricDefinition.Period"/>) are read from the end of the widest stretch without any
/// value on: there the round is cut open, and what lies after the cut is in order.
/// </remarks>
/// <param name="Count">Members with a value.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Minimum">Least value.</param>
/// <param name="Maximum">Greatest value.</param>
/// <param name="P10">10th percentile.</param>
/// <param name="P25">25th percentile.</param>
/// <param name="P50">Median.</param>
/// <param name="P75">75th percentile.</param>
/// <param name="P90">90th percentile.</param>
public sealed record Aggregate(
    int Count, double Mean, double Minimum, double Maximum, double P10, double P25, double P50, double P75, double P90)
{
    /// <summary>Computes it; null when nobody has a value.</summary>
    public static Aggregate? From(MetricDefinition metric, MetricHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(histogram);
        if (histogram.Count == 0)
        {
            return null;
        }

        MetricHistogram line = metric.Period is { } period ? CutOpen(histogram, period) : histogram;
        decimal mean = line.Sum * metric.Resolution / line.Count;
        double At(int units) => metric.FromUnits(metric.Period is { } round ? units % round : units);
        double Rank(int percent) => At(line.Percentile(percent));
        return new Aggregate(
            line.Count,
            (double)(metric.Period is { } whole ? mean % (whole * metric.Resolution) : mean),
            At(line.Values.Span[0]),
            At(line.Values.Span[^1]),
            Rank(10),
            Rank(25),
            Rank(50),
            Rank(75),
            Rank(90));
    }

    private static MetricHistogram CutOpen(MetricHistogram histogram, int period)
    {
        ReadOnlySpan<int> values = histogram.Values.Span;
        int first = 0;
        int widest = values[0] + period - values[^1];
        for (int index = 1; index < values.Length; index++)
        {
            if (values[index] - values[index - 1] > widest)
            {
                widest = values[index] - values[index - 1];
                first = index;
            }
        }

        int[] counts = [.. histogram.Counts.Span[first..], .. histogram.Counts.Span[..first]];
        int[] line = [.. values[first..], .. values[..first]];
        for (int index = values.Length - first; index < line.Length; index++)
        {
            line[index] += period;
        }

        return new MetricHistogram(line, counts);
    }
}
