using CsCheck;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Tests;

public sealed class CircularAggregateTests
{
    private static readonly MetricDefinition Bedtime = MetricCatalogue.Find("bedtime")!;

    [Fact]
    public void Ten_to_and_ten_past_midnight_average_to_midnight()
    {
        Aggregate aggregate = Of(At(23, 50), At(0, 10));

        Assert.Equal(0, aggregate.Mean);
        Assert.Equal(At(23, 50), aggregate.Minimum);
        Assert.Equal(At(0, 10), aggregate.Maximum);
    }

    [Fact]
    public void Percentiles_are_in_the_order_of_the_night()
    {
        Aggregate aggregate = Of(At(22, 0), At(23, 0), At(23, 30), At(0, 15), At(1, 45));

        Assert.Equal(At(22, 0), aggregate.P10);
        Assert.Equal(At(23, 30), aggregate.P50);
        Assert.Equal(At(1, 45), aggregate.P90);
        Assert.Equal(23.5 * 60, aggregate.Mean, 1.0 * 60);
    }

    [Fact]
    public void One_value_is_itself()
    {
        Aggregate aggregate = Of(At(6, 45));

        Assert.Equal((405, 405, 405, 405), (aggregate.Mean, aggregate.Minimum, aggregate.P50, aggregate.Maximum));
    }

    /// <summary>Turning everybody's clock by the same amount turns every figure by that amount.</summary>
    [Fact]
    public void Turning_all_values_turns_the_figures()
    {
        Gen.Select(Gen.Int[0, 300].Array[1, 30], Gen.Int[0, 1439]).Sample((night, turn) =>
        {
            // All within five hours, so that the widest stretch without a value is the day.
            Aggregate plain = Of(night);
            Aggregate turned = Of([.. night.Select(minute => (minute + turn) % 1440)]);
            return Same(plain.Mean, turned.Mean) && Same(plain.P10, turned.P10) && Same(plain.P50, turned.P50)
                && Same(plain.P90, turned.P90) && Same(plain.Minimum, turned.Minimum) && Same(plain.Maximum, turned.Maximum);

            bool Same(double before, double after)
            {
                double difference = Math.Abs(((before + turn) % 1440) - after);
                return difference < 1e-6 || Math.Abs(difference - 1440) < 1e-6;
            }
        });
    }

    private static int At(int hour, int minute) => (hour * 60) + minute;

    private static Aggregate Of(params int[] minutes) => Aggregate.From(Bedtime, MetricHistogram.Of(minutes.ToArray()))!;
}
