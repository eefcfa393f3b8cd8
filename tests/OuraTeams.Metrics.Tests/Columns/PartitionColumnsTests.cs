using CsCheck;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Columns;

namespace OuraTeams.Metrics.Tests;

public sealed class PartitionColumnsTests
{
    private const int Capacity = 40;

    private static readonly DateOnly FirstDay = new(2026, 3, 1);
    private static readonly int Steps = MetricCatalogue.Find("steps")!.Number;
    private static readonly int Score = MetricCatalogue.Find("sleep_score")!.Number;

    /// <summary>Rows in which three metrics may have a value, and often none has.</summary>
    private static readonly Gen<int[]> AnyRow =
        Gen.Frequency((1, Gen.Const(MetricValue.Missing)), (1, Gen.Int[0, 3])).Array[3]
            .Select(values => Row((Score, values[0]), (Steps, values[1]), (MetricCatalogue.All.Count - 1, values[2])));

    private static readonly Gen<DateOnly> AnyDay = Gen.Int[0, 3].Select(FirstDay.AddDays);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (12, Gen.Select(Gen.Int[0, Capacity - 1], AnyDay, Gen.Long[0, 5], AnyRow).Select((slot, day, version, row) => (Step)new Write(slot, day, version, row))),
        (2, Gen.Int[0, Capacity - 1].Select(slot => (Step)new Remove(slot))),
        (1, AnyDay.Select(day => (Step)new Trim(day))));

    [Fact]
    public void Nothing_is_known_of_a_day_that_nobody_wrote()
    {
        var columns = new PartitionColumns(Capacity);

        Assert.Equal(0, columns.MembersWithData(FirstDay));
        Assert.Equal(0, columns.Histogram(Steps, FirstDay).Count);
        Assert.Equal(0, columns.ApproximateBytes);
    }

    [Fact]
    public void A_member_has_the_values_of_the_newest_version_of_the_day()
    {
        var columns = new PartitionColumns(Capacity);

        Assert.True(columns.Replace(3, FirstDay, 1, Row((Steps, 10), (Score, 80))));
        Assert.True(columns.Replace(3, FirstDay, 3, Row((Steps, 30))));
        Assert.False(columns.Replace(3, FirstDay, 2, Row((Steps, 20))));

        Assert.Equal([30], columns.Histogram(Steps, FirstDay).Values.ToArray());
        Assert.Equal(0, columns.Histogram(Score, FirstDay).Count);
        Assert.Equal(1, columns.MembersWithData(FirstDay));
    }

    [Fact]
    public void The_same_version_again_changes_nothing_even_with_other_values()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(3, FirstDay, 1, Row((Steps, 10)));

        Assert.False(columns.Replace(3, FirstDay, 1, Row((Steps, 99))));
        Assert.Equal([10], columns.Histogram(Steps, FirstDay).Values.ToArray());
    }

    [Fact]
    public void A_newer_version_with_the_same_values_reports_no_change_and_still_shuts_out_older_ones()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(3, FirstDay, 1, Row((Steps, 10)));

        Assert.False(columns.Replace(3, FirstDay, 5, Row((Steps, 10))));
        Assert.False(columns.Replace(3, FirstDay, 4, Row((Steps, 40))));
        Assert.Equal([10], columns.Histogram(Steps, FirstDay).Values.ToArray());
    }

    [Fact]
    public void A_member_whose_values_all_went_missing_is_no_longer_counted()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(3, FirstDay, 1, Row((Steps, 10)));

        Assert.True(columns.Replace(3, FirstDay, 2, Row()));
        Assert.Equal(0, columns.MembersWithData(FirstDay));
        Assert.Equal(0, columns.Histogram(Steps, FirstDay).Count);
    }

    [Fact]
    public void A_removed_member_is_gone_from_every_day_and_the_place_starts_anew()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(3, FirstDay, 7, Row((Steps, 10)));
        columns.Replace(3, FirstDay.AddDays(1), 7, Row((Steps, 11)));
        columns.Replace(4, FirstDay, 1, Row((Steps, 20)));

        Assert.True(columns.RemoveMember(3));
        Assert.Equal([20], columns.Histogram(Steps, FirstDay).Values.ToArray());
        Assert.Equal(1, columns.MembersWithData(FirstDay));
        Assert.Equal(0, columns.MembersWithData(FirstDay.AddDays(1)));

        // Another member takes the place, with versions of an account of its own.
        Assert.True(columns.Replace(3, FirstDay, 1, Row((Steps, 30))));
        Assert.Equal([20, 30], columns.Histogram(Steps, FirstDay).Values.ToArray());
    }

    [Fact]
    public void Removing_a_member_who_has_no_values_reports_no_change()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(0, FirstDay, 1, Row((Steps, 10)));

        Assert.False(columns.RemoveMember(1));
        Assert.False(columns.RemoveMember(Capacity - 1));
    }

    [Fact]
    public void Days_before_the_given_one_are_dropped_and_the_day_itself_stays()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(0, FirstDay.AddDays(-1), 1, Row((Steps, 10)));
        columns.Replace(0, FirstDay, 1, Row((Steps, 20)));

        columns.TrimBefore(FirstDay);

        Assert.Equal(0, columns.MembersWithData(FirstDay.AddDays(-1)));
        Assert.Equal([20], columns.Histogram(Steps, FirstDay).Values.ToArray());
    }

    [Fact]
    public void Dropping_days_gives_their_memory_back()
    {
        var columns = new PartitionColumns(Capacity);
        columns.Replace(0, FirstDay, 1, Row((Steps, 20)));
        Assert.NotEqual(0, columns.ApproximateBytes);

        columns.TrimBefore(FirstDay.AddDays(1));

        Assert.Equal(0, columns.ApproximateBytes);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Members_keep_their_values_while_the_day_grows(int members)
    {
        var columns = new PartitionColumns(members);
        for (int slot = 0; slot < members; slot++)
        {
            Assert.True(columns.Replace(slot, FirstDay, 1, Row((Steps, slot))));
        }

        Assert.Equal(members, columns.MembersWithData(FirstDay));
        Assert.Equal(Enumerable.Range(0, members), columns.Histogram(Steps, FirstDay).Values.ToArray());
    }

    [Fact]
    public void The_last_place_may_be_written_first()
    {
        var columns = new PartitionColumns(1000);
        columns.Replace(999, FirstDay, 1, Row((Steps, 5)));
        columns.Replace(0, FirstDay, 1, Row((Steps, 6), (Score, 70)));

        Assert.Equal([5, 6], columns.Histogram(Steps, FirstDay).Values.ToArray());
        Assert.Equal([70], columns.Histogram(Score, FirstDay).Values.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Capacity)]
    [InlineData(int.MaxValue)]
    public void A_place_outside_the_partition_is_refused(int slot) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartitionColumns(Capacity).Replace(slot, FirstDay, 1, Row()));

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var columns = new PartitionColumns(Capacity);

        Assert.Throws<ArgumentException>(() => columns.Replace(0, FirstDay, 1, []));
        Assert.Throws<ArgumentException>(() => columns.Replace(0, FirstDay, 1, new int[MetricCatalogue.All.Count + 1]));
    }

    [Fact]
    public void Any_run_of_writes_removals_and_trims_leaves_what_a_plain_dictionary_would_hold() =>
        AnyStep.Array[0, 80].Sample(steps =>
        {
            var columns = new PartitionColumns(Capacity);
            var model = new Model();
            foreach (Step step in steps)
            {
                if (Apply(columns, step) != model.Apply(step))
                {
                    return false;
                }
            }

            return Enumerable.Range(0, 4).All(offset => model.Matches(columns, FirstDay.AddDays(offset)));
        }, iter: 2_000);

    [Fact]
    public void Versions_that_come_twice_and_in_any_order_leave_the_same_values() =>
        Gen.Select(Gen.Int[0, Capacity - 1], AnyDay, Gen.Long[0, 5], AnyRow).Array[0, 60]
            .Select(writes => writes.DistinctBy(write => (write.Item1, write.Item2, write.Item3)).Select(write => new Write(write.Item1, write.Item2, write.Item3, write.Item4)).ToArray())
            .SelectMany(once => Gen.Shuffle(once.Concat(once).ToArray()).Select(twice => (once, twice)))
            .Sample((once, twice) =>
            {
                var model = new Model();
                var columns = new PartitionColumns(Capacity);
                Array.ForEach(once, write => model.Apply(write));
                Array.ForEach(twice, write => Apply(columns, write));
                return Enumerable.Range(0, 4).All(offset => model.Matches(columns, FirstDay.AddDays(offset)));
            }, iter: 1_000);

    private static int[] Row(params (int Metric, int Value)[] values)
    {
        int[] row = new int[MetricCatalogue.All.Count];
        row.AsSpan().Fill(MetricValue.Missing);
        foreach ((int metric, int value) in values)
        {
            row[metric] = value;
        }

        return row;
    }

    private static bool Apply(PartitionColumns columns, Step step)
    {
        switch (step)
        {
            case Write write:
                return columns.Replace(write.Slot, write.Day, write.Version, write.Row);
            case Remove remove:
                return columns.RemoveMember(remove.Slot);
            case Trim trim:
                columns.TrimBefore(trim.First);
                return false;
            default:
                throw new ArgumentException("No such step.", nameof(step));
        }
    }

    private abstract record Step;

    private sealed record Write(int Slot, DateOnly Day, long Version, int[] Row) : Step;

    private sealed record Remove(int Slot) : Step;

    private sealed record Trim(DateOnly First) : Step;

    /// <summary>The same rules, written down in the plainest way.</summary>
    private sealed class Model
    {
        private readonly Dictionary<(int Slot, DateOnly Day), (long Version, int[] Row)> _held = [];

        public bool Apply(Step step)
        {
            switch (step)
            {
                case Write write:
                    (long Version, int[] Row) held = _held.GetValueOrDefault((write.Slot, write.Day), (-1, Row()));
                    if (write.Version <= held.Version)
                    {
                        return false;
                    }

                    _held[(write.Slot, write.Day)] = (write.Version, write.Row);
                    return !held.Row.SequenceEqual(write.Row);
                case Remove remove:
                    return Drop(key => key.Slot == remove.Slot);
                case Trim trim:
                    Drop(key => key.Day < trim.First);
                    return false;
                default:
                    throw new ArgumentException("No such step.", nameof(step));
            }
        }

        public bool Matches(PartitionColumns columns, DateOnly day)
        {
            int[][] rows = [.. _held.Where(pair => pair.Key.Day == day).Select(pair => pair.Value.Row)];
            return columns.MembersWithData(day) == rows.Count(HasValue)
                && MetricCatalogue.All.All(metric => Flat(columns.Histogram(metric.Number, day))
                    .SequenceEqual(rows.Select(row => row[metric.Number]).Where(value => value != MetricValue.Missing).Order()));
        }

        private bool Drop(Func<(int Slot, DateOnly Day), bool> which)
        {
            bool any = false;
            foreach ((int, DateOnly) key in _held.Keys.Where(which).ToList())
            {
                any |= HasValue(_held[key].Row);
                _held.Remove(key);
            }

            return any;
        }

        private static bool HasValue(int[] row) => row.Any(value => value != MetricValue.Missing);

        private static IEnumerable<int> Flat(MetricHistogram histogram) =>
            Enumerable.Range(0, histogram.Values.Length).SelectMany(index => Enumerable.Repeat(histogram.Values.Span[index], histogram.Counts.Span[index]));
    }
}
