namespace OuraTeams.Metrics.Series;

/// <summary>Figures over some rows of a time series. All sums are whole numbers, so that merging is exact in any order.</summary>
/// <param name="Count">Rows that count.</param>
/// <param name="Minimum">Least value; 0 without a row.</param>
/// <param name="Maximum">Greatest value; 0 without a row.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
/// <param name="Differences">How many differences between successive intervals; 0 for series other than <c>interbeat_interval</c>.</param>
/// <param name="SumOfSquaredDifferences">Sum of the squares of those.</param>
public readonly record struct SeriesFigures(
    int Count, int Minimum, int Maximum, long Sum, long SumOfSquares, int Differences, long SumOfSquaredDifferences)
{
    /// <summary>Arithmetic mean; null without a row.</summary>
    public double? Mean => Count == 0 ? null : (double)Sum / Count;

    /// <summary>Root mean square of the successive differences; null without one.</summary>
    public double? Rmssd => Differences == 0 ? null : Math.Sqrt((double)SumOfSquaredDifferences / Differences);

    /// <summary>Standard deviation, of a sample: divided by one less than the rows; null with fewer than two.</summary>
    public double? Sdnn => Count < 2
        ? null
        : Math.Sqrt((double)(((Int128)Count * SumOfSquares) - ((Int128)Sum * Sum)) / ((double)Count * (Count - 1)));

    /// <summary>With one more row.</summary>
    /// <param name="value">Its value.</param>
    public SeriesFigures With(int value) => this with
    {
        Count = Count + 1,
        Minimum = Count == 0 ? value : Math.Min(Minimum, value),
        Maximum = Count == 0 ? value : Math.Max(Maximum, value),
        Sum = Sum + value,
        SumOfSquares = SumOfSquares + ((long)value * value),
    };

    /// <summary>With one more difference between successive values.</summary>
    public SeriesFigures WithDifference(int difference) => this with
    {
        Differences = Differences + 1,
        SumOfSquaredDifferences = SumOfSquaredDifferences + ((long)difference * difference),
    };

    /// <summary>Over the rows of both, which must not share any.</summary>
    public SeriesFigures Merge(SeriesFigures other) => Count == 0 ? other : other.Count == 0 ? this : new SeriesFigures(
        Count + other.Count,
        Math.Min(Minimum, other.Minimum),
        Math.Max(Maximum, other.Maximum),
        Sum + other.Sum,
        SumOfSquares + other.SumOfSquares,
        Differences + other.Differences,
        SumOfSquaredDifferences + other.SumOfSquaredDifferences);
}
