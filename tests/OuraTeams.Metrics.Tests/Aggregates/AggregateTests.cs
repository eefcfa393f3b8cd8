using CsCheck;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Tests;

public sealed class AggregateTests
{
    private static readonly MetricDefinition Score = MetricCatalogue.Find("sleep_score")!;
    private static readonly MetricDefinition Temperature = MetricCatalogue.Find("temperature_deviation")!;

    [Fact]
    public void There_is_no_aggregate_over_nobody() =>
        Assert.Null(Aggregate.From(Score, MetricHistogram.Empty));

    [Fact]
    public void One_member_is_every_figure() =>
        Assert.Equal(new Aggregate(1, 81, 81, 81, 81, 81, 81, 81, 81), Aggregate.From(Score, MetricHistogram.Of([81])));

    [Fact]
    public void Percentiles_are_values_that_somebody_has() =>
        Assert.Equal(
            new Aggregate(10, 55, 10, 100, P10: 10, P25: 30, P50: 50, P75: 80, P90: 90),
            Aggregate.From(Score, MetricHistogram.Of([100, 90, 80, 70, 60, 50, 40, 30, 20, 10])));

    [Fact]
    public void Figures_are_in_the_unit_of_the_metric_and_exact() =>
        Assert.Equal(
            new Aggregate(3, -0.01, -0.29, 0.25, -0.29, -0.29, 0.01, 0.25, 0.25),
            Aggregate.From(Temperature, MetricHistogram.Of([-29, 25, 1])));

    [Fact]
    public void Figures_ascend_from_the_minimum_to_the_maximum() =>
        Gen.Int[-1000, 1000].Array[1, 40].Sample(values =>
        {
            Aggregate figures = Aggregate.From(Temperature, MetricHistogram.Of([.. values]))!;
            double[] ascending = [figures.Minimum, figures.P10, figures.P25, figures.P50, figures.P75, figures.P90, figures.Maximum];

            return ascending.SequenceEqual(ascending.Order())
                && figures.Mean >= figures.Minimum
                && figures.Mean <= figures.Maximum
                && figures.Count == values.Length;
        });
}
