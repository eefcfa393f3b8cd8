using CsCheck;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class SeriesFoldPropertyTests
{
    private static readonly DateOnly First = Rows.Day;
    private static readonly DateOnly Last = Rows.Day.AddDays(3);

    public static TheoryData<string> Kinds => new(AnySeries.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_the_rows_does_not_matter(string kind) =>
        Gen.Select(AnySeries.Nights, AnySeries.PlainRows.SelectMany(rows => Gen.Shuffle(rows).Select(shuffled => (rows, shuffled)))).Sample(
            (nights, rows) => Says(kind, nights, rows.rows) == Says(kind, nights, rows.shuffled),
            iter: 300);

    /// <summary>Pages overlap at their edges, and a caller may look in between.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pages_that_overlap_and_looks_in_between_change_nothing(string kind) =>
        Gen.Select(AnySeries.Nights, AnySeries.PlainRows, Gen.Int[1, 20], Gen.Int[0, 5]).Sample(
            (nights, rows, size, overlap) =>
            {
                SeriesFold paged = SeriesFold.For(kind, First, Last, nights);
                for (int start = 0; start < rows.Length; start += size)
                {
                    foreach (PlainRow row in rows[Math.Max(0, start - overlap)..Math.Min(rows.Length, start + size)])
                    {
                        paged.Add(AnySeries.Json(kind, row));
                    }

                    _ = paged.Readings();
                }

                return AnySeries.Says(paged) == AnySeries.Says(Fold(kind, First, Last, nights, rows));
            },
            iter: 300);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Days_folded_one_by_one_say_the_same_as_together(string kind) =>
        Gen.Select(AnySeries.Nights, AnySeries.PlainRows).Sample(
            (nights, rows) =>
            {
                var days = Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);
                SeriesFold[] alone = [.. days.Select(day => Fold(kind, day, day, nights, rows))];
                SeriesFold together = Fold(kind, First, Last, nights, rows);

                Assert.Equal(Readings(together), alone.SelectMany(Readings));
                Assert.All(alone.SelectMany(fold => fold.Hours()), hour => Assert.Contains(hour, together.Hours()));
            },
            iter: 300);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_second_plain_computation_says_the_same(string kind) =>
        Gen.Select(AnySeries.Nights, AnySeries.PlainRows).Sample(
            (nights, rows) =>
            {
                SeriesFold fold = Fold(kind, First, Last, nights, rows);
                var plain = new PlainFold(kind, nights, rows.Select(row => AnySeries.Json(kind, row)));

                Assert.Equal(
                    plain.Values(First, Last).OrderBy(value => value.Key, StringComparer.Ordinal),
                    fold.Readings()
                        .SelectMany(reading => Rows.Named(reading).Select(value => KeyValuePair.Create($"{reading.DocumentId} {value.Key}", value.Value)))
                        .OrderBy(value => value.Key, StringComparer.Ordinal));
                Assert.Equal(plain.Unusable, fold.Unusable);
            },
            iter: 300);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_figures_of_the_hours_merge_to_those_of_all_rows(string kind) =>
        Gen.Select(AnySeries.Nights, AnySeries.PlainRows).Sample(
            (nights, rows) =>
            {
                SeriesFold fold = Fold(kind, First, Last, nights, rows);
                SeriesFigures merged = fold.Hours().Aggregate(default(SeriesFigures), (sum, hour) => sum.Merge(hour.Figures));
                int[] values = [.. new PlainFold(kind, nights, rows.Select(row => AnySeries.Json(kind, row))).ValuesBetween(fold.From, fold.To)];

                Assert.Equal(values.Length, merged.Count);
                Assert.Equal(values.Sum(value => (long)value), merged.Sum);
                Assert.Equal(values.Sum(value => (long)value * value), merged.SumOfSquares);
                Assert.Equal(values.DefaultIfEmpty().Min(), merged.Minimum);
                Assert.Equal(values.DefaultIfEmpty().Max(), merged.Maximum);
            },
            iter: 300);

    private static string Says(string kind, Night[] nights, PlainRow[] rows)
    {
        SeriesFold fold = Fold(kind, First, Last, nights, rows);
        return $"{AnySeries.Says(fold)}\n{fold.Unusable}";
    }

    private static SeriesFold Fold(string kind, DateOnly first, DateOnly last, Night[] nights, PlainRow[] rows) =>
        Rows.Fold(kind, first, last, nights, rows.Select(row => AnySeries.Json(kind, row)));

    private static IEnumerable<string> Readings(SeriesFold fold) =>
        fold.Readings().Select(reading => $"{reading.Day} {reading.ContentHash} {string.Join(',', reading.Values)}");
}
