using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Teams;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Grains.Tests;

/// <summary>A team's aggregates out of its partitions' distributions.</summary>
public sealed class AggregateMergeTests
{
    private static readonly MetricDefinition First = MetricCatalogue.Find("sleep_score")!;
    private static readonly MetricDefinition Second = MetricCatalogue.Find("readiness_score")!;

    [Fact]
    public void The_parts_of_a_metric_count_together_whatever_their_order()
    {
        DayPart[] parts = [Of((First, [60, 70, 80])), Of((First, [70, 90, 95, 100]))];

        MetricSummary summary = Assert.Single(AggregateMerge.Summaries(parts));

        Assert.Equal((First.Number, 7), (summary.Metric, summary.Count));
        Assert.Equal((60.0, 100.0), (summary.Minimum, summary.Maximum));
        Assert.Equal(565.0 / 7, summary.Mean, 9);
        Assert.Equal((60.0, 70.0, 80.0, 95.0, 100.0), (summary.P10, summary.P25, summary.P50, summary.P75, summary.P90));
        Assert.Equal(summary, Assert.Single(AggregateMerge.Summaries(parts.Reverse())));
    }

    [Fact]
    public void Metrics_come_by_their_number_and_only_those_that_are_known_and_have_a_value()
    {
        int[] expected = [.. new[] { First.Number, Second.Number }.Order()];
        DayPart part = Of((First, [60]), (Second, [70]));
        part = part with
        {
            Histograms =
            [
                .. part.Histograms.OrderByDescending(histogram => histogram.Metric),
                new MetricHistogramPart { Metric = MetricCatalogue.All.Count, Values = [1], Counts = [1] },
                new MetricHistogramPart { Metric = expected[1] + 1, Values = [], Counts = [] },
            ],
        };

        Assert.Equal(expected, AggregateMerge.Summaries([part]).Select(summary => summary.Metric));
        Assert.Equal(
            MetricCatalogue.All.Count - 1,
            Assert.Single(AggregateMerge.Summaries([Of((MetricCatalogue.All[^1], [1]))])).Metric);
    }

    private static DayPart Of(params (MetricDefinition Metric, int[] Values)[] metrics) => new()
    {
        Day = new DateOnly(2026, 3, 10),
        Reporting = 1,
        Histograms = [.. metrics.Select(metric => AggregateMerge.Part(metric.Metric.Number, MetricHistogram.Of(metric.Values)))],
    };
}
