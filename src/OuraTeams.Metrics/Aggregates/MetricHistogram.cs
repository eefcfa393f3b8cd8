using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Aggregates;

/// <summary>The exact distribution of one metric over some members: each distinct value, ascending, and how many have it.</summary>
public sealed class MetricHistogram
{
    /// <summary>Nobody has a value.</summary>
    public static readonly MetricHistogram Empty = new(ReadOnlyMemory<int>.Empty, ReadOnlyMemory<int>.Empty);

    /// <summary>Wraps a distribution.</summary>
    /// <param name="values">Distinct values, ascending, in steps of the metric's resolution.</param>
    /// <param name="counts">Members with each value, 1 or more.</param>
    /// <exception cref="ArgumentException">The lengths differ, the values do not ascend, or a count is less than 1.</exception>
    public MetricHistogram(ReadOnlyMemory<int> values, ReadOnlyMemory<int> counts)
    {
        if (values.Length != counts.Length)
        {
            throw new ArgumentException("There must be as many counts as values.", nameof(counts));
        }

        long sum = 0;
        int count = 0;
        for (int index = 0; index < values.Length; index++)
        {
            if (index > 0 && values.Span[index] <= values.Span[index - 1])
            {
                throw new ArgumentException("The values must ascend.", nameof(values));
            }

            if (counts.Span[index] < 1)
            {
                throw new ArgumentException("Counts must be 1 or more.", nameof(counts));
            }

            count = checked(count + counts.Span[index]);
            sum = checked(sum + ((long)values.Span[index] * counts.Span[index]));
        }

        Values = values;
        Counts = counts;
        Count = count;
        Sum = sum;
    }

    /// <summary>Distinct values, ascending.</summary>
    public ReadOnlyMemory<int> Values { get; }

    /// <summary>Members with each value.</summary>
    public ReadOnlyMemory<int> Counts { get; }

    /// <summary>Members with a value.</summary>
    public int Count { get; }

    /// <summary>Sum of all members' values.</summary>
    public long Sum { get; }

    /// <summary>Counts values; <see cref="MetricValue.Missing"/> is left out. Sorts the span in place.</summary>
    public static MetricHistogram Of(Span<int> values)
    {
        values.Sort();

        // The value for missing is the least number, so that missing values are sorted first.
        int start = values.IndexOfAnyExcept(MetricValue.Missing);
        if (start < 0)
        {
            return Empty;
        }

        var distinct = new List<int>();
        var counts = new List<int>();
        foreach (int value in values[start..])
        {
            if (distinct.Count > 0 && distinct[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                distinct.Add(value);
                counts.Add(1);
            }
        }

        return new MetricHistogram(distinct.ToArray(), counts.ToArray());
    }

    /// <summary>Joins distributions of disjoint sets of members. The order doesn't matter.</summary>
    public static MetricHistogram Merge(IEnumerable<MetricHistogram> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var merged = new SortedDictionary<int, int>();
        foreach (MetricHistogram part in parts)
        {
            for (int index = 0; index < part.Values.Length; index++)
            {
                int value = part.Values.Span[index];
                merged[value] = checked(merged.GetValueOrDefault(value) + part.Counts.Span[index]);
            }
        }

        return new MetricHistogram(merged.Keys.ToArray(), merged.Values.ToArray());
    }

    /// <summary>The value at a percentile by nearest rank: position ceil(p / 100 * count), counted from 1, in ascending order.</summary>
    /// <param name="percent">1 to 100.</param>
    /// <exception cref="InvalidOperationException">Nobody has a value.</exception>
    public int Percentile(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        long rank = (((long)percent * Count) + 99) / 100;
        for (int index = 0; index < Values.Length; index++)
        {
            rank -= Counts.Span[index];
            if (rank <= 0)
            {
                return Values.Span[index];
            }
        }

        throw new InvalidOperationException("Nobody has a value.");
    }
}
