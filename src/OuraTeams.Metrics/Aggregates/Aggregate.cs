namespace OuraTeams.Metrics;

/// <summary>An aggregate over the members that have a value, in the metric's unit. Percentiles are nearest-rank.</summary>
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

        double At(int percent) => metric.FromUnits(histogram.Percentile(percent));
        return new Aggregate(
            histogram.Count,
            (double)(histogram.Sum * metric.Resolution / histogram.Count),
            metric.FromUnits(histogram.Values.Span[0]),
            metric.FromUnits(histogram.Values.Span[^1]),
            At(10),
            At(25),
            At(50),
            At(75),
            At(90));
    }
}
