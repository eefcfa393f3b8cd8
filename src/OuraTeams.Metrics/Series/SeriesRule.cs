using System.Text.Json;

namespace OuraTeams.Metrics.Series;

/// <summary>What the rows of one time series mean.</summary>
internal abstract class SeriesRule
{
    /// <summary>How far behind its end rows matter to a day.</summary>
    public virtual TimeSpan Beyond => TimeSpan.Zero;

    /// <summary>What a row says, packed; null when it can't be used. Rows that say the same have the same number.</summary>
    public abstract uint? Pack(JsonElement row);

    /// <summary>The value of a row; null when it doesn't count.</summary>
    public abstract int? Value(uint packed);

    /// <summary>The metrics of a day, in any order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="day">When the day was.</param>
    /// <param name="night">When its night was, if that is known.</param>
    public abstract IEnumerable<(string Metric, double? Value)> Metrics(SampleStore rows, IReadOnlyList<(long From, long To)> day, (long From, long To)? night);

    /// <summary>Figures over some rows, ascending by time.</summary>
    public SeriesFigures Figures(IEnumerable<(long At, uint Packed)> rows)
    {
        var figures = default(SeriesFigures);
        long before = 0;
        int? last = null;
        foreach ((long at, uint packed) in rows)
        {
            int? value = Value(packed);
            if (value is { } number)
            {
                figures = figures.With(number);
                if (last is { } previous && AreSuccessive(before, previous, at, number))
                {
                    figures = figures.WithDifference(number - previous);
                }
            }

            (before, last) = (at, value);
        }

        return figures;
    }

    /// <summary>Figures over the rows of several stretches.</summary>
    protected SeriesFigures Figures(SampleStore rows, IReadOnlyList<(long From, long To)> stretches) =>
        Figures(stretches.SelectMany(stretch => rows.Between(stretch.From, stretch.To)));

    /// <summary>Whether nothing lies between two rows that follow each other.</summary>
    protected virtual bool AreSuccessive(long before, int previous, long at, int value) => false;
}
