using OuraTeams.Contracts.Teams;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Grains.Teams;

/// <summary>Merges partitions' distributions into a team's aggregates. Exact: the order of the parts doesn't matter.</summary>
internal static class AggregateMerge
{
    /// <summary>The distribution as a message.</summary>
    public static MetricHistogramPart Part(int metric, MetricHistogram histogram) => new()
    {
        Metric = metric,
        Values = histogram.Values.ToArray(),
        Counts = histogram.Counts.ToArray(),
    };

    /// <summary>Aggregates of every metric that has a value, by number. Metrics of a newer release, unknown here, are left out.</summary>
    public static IReadOnlyList<MetricSummary> Summaries(IEnumerable<DayPart> parts) =>
        [.. parts
            .SelectMany(part => part.Histograms)
            .Where(part => part.Metric < MetricCatalogue.All.Count)
            .GroupBy(part => part.Metric)
            .OrderBy(group => group.Key)
            .Select(group => Summary(MetricCatalogue.All[group.Key], group))
            .OfType<MetricSummary>()];

    private static MetricSummary? Summary(MetricDefinition metric, IEnumerable<MetricHistogramPart> parts)
    {
        var merged = MetricHistogram.Merge(parts.Select(part => new MetricHistogram(part.Values, part.Counts)));
        return Aggregate.From(metric, merged) is { } aggregate
            ? new MetricSummary
            {
                Metric = metric.Number,
                Count = aggregate.Count,
                Mean = aggregate.Mean,
                Minimum = aggregate.Minimum,
                Maximum = aggregate.Maximum,
                P10 = aggregate.P10,
                P25 = aggregate.P25,
                P50 = aggregate.P50,
                P75 = aggregate.P75,
                P90 = aggregate.P90,
            }
            : null;
    }
}
