using CsCheck;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Tests;

public sealed class MetricHistogramTests
{
    /// <summary>Values in a narrow range, so that many are equal, with the greatest and least ints and missing ones between them.</summary>
    private static readonly Gen<int[]> AnyValues =
        Gen.Frequency((10, Gen.Int[-20, 20]), (1, Gen.Int), (2, Gen.Const(MetricValue.Missing))).Array[0, 60];

    [Fact]
    public void Equal_values_are_counted_together_and_missing_ones_left_out()
    {
        MetricHistogram histogram = MetricHistogram.Of([5, MetricValue.Missing, -3, 5, 0, MetricValue.Missing]);

        Assert.Equal([-3, 0, 5], histogram.Values.ToArray());
        Assert.Equal([1, 1, 2], histogram.Counts.ToArray());
        Assert.Equal(4, histogram.Count);
        Assert.Equal(7, histogram.Sum);
    }

    [Fact]
    public void Only_missing_values_make_an_empty_distribution()
    {
        Assert.Equal(0, MetricHistogram.Of([]).Count);
        Assert.Equal(0, MetricHistogram.Of([MetricValue.Missing, MetricValue.Missing]).Count);
    }

    [Fact]
    public void Zero_is_a_value() =>
        Assert.Equal(2, MetricHistogram.Of([0, 0, MetricValue.Missing]).Count);

    [Fact]
    public void The_sum_does_not_overflow_an_int() =>
        Assert.Equal(3L * int.MaxValue, MetricHistogram.Of([int.MaxValue, int.MaxValue, int.MaxValue]).Sum);

    [Fact]
    public void Every_percentile_is_the_nearest_rank_of_the_sorted_values() =>
        AnyValues.Sample(values =>
        {
            int[] sorted = [.. values.Where(value => value != MetricValue.Missing).Order()];
            MetricHistogram histogram = MetricHistogram.Of([.. values]);

            return histogram.Count == sorted.Length
                && histogram.Sum == sorted.Sum(value => (long)value)
                && (sorted.Length == 0 || Enumerable.Range(1, 100).All(percent => histogram.Percentile(percent) == NearestRank(sorted, percent)));
        });

    [Fact]
    public void Merging_parts_gives_the_distribution_of_all_their_values_in_whatever_order() =>
        AnyValues.Array[0, 5].SelectMany(parts => Gen.Shuffle(parts).Select(shuffled => (parts, shuffled)))
            .Sample((parts, shuffled) =>
            {
                MetricHistogram whole = MetricHistogram.Of(parts.SelectMany(part => part).ToArray());
                MetricHistogram merged = MetricHistogram.Merge(shuffled.Select(part => MetricHistogram.Of([.. part])));

                return merged.Values.Span.SequenceEqual(whole.Values.Span)
                    && merged.Counts.Span.SequenceEqual(whole.Counts.Span)
                    && merged.Count == whole.Count
                    && merged.Sum == whole.Sum;
            });

    [Fact]
    public void Merging_nothing_gives_an_empty_distribution()
    {
        Assert.Equal(0, MetricHistogram.Merge([]).Count);
        Assert.Equal(0, MetricHistogram.Merge([MetricHistogram.Empty, MetricHistogram.Empty]).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_percentile_outside_1_to_100_is_refused(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MetricHistogram.Of([1]).Percentile(percent));

    [Fact]
    public void Nobody_has_no_percentile() =>
        Assert.Throws<InvalidOperationException>(() => MetricHistogram.Empty.Percentile(50));

    [Theory]
    [InlineData(new[] { 1, 2 }, new[] { 1 })]
    [InlineData(new[] { 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 1, 1 }, new[] { 1, 1 })]
    [InlineData(new[] { 1 }, new[] { 0 })]
    [InlineData(new[] { 1 }, new[] { -1 })]
    public void A_distribution_that_does_not_ascend_or_counts_nobody_is_refused(int[] values, int[] counts) =>
        Assert.Throws<ArgumentException>(() => new MetricHistogram(values, counts));

    [Fact]
    public void More_members_than_an_int_counts_are_refused() =>
        Assert.Throws<OverflowException>(() => new MetricHistogram(new[] { 1, 2 }, new[] { int.MaxValue, 1 }));

    [Fact]
    public void More_members_of_one_value_than_an_int_counts_are_refused() =>
        Assert.Throws<OverflowException>(() => MetricHistogram.Merge(
            [new MetricHistogram(new[] { 1 }, new[] { int.MaxValue }), new MetricHistogram(new[] { 1 }, new[] { int.MaxValue }), new MetricHistogram(new[] { 1 }, new[] { 3 })]));

    private static int NearestRank(int[] sorted, int percent) =>
        sorted[(int)Math.Ceiling(percent * (decimal)sorted.Length / 100) - 1];
}
