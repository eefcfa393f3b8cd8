using CsCheck;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

public sealed class ReadingPackTests
{
    private static readonly string[] Kinds = ["sleep", "daily_sleep", "vO2_max", "heartrate"];

    private static readonly Gen<DateTimeOffset> Times = Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Int[-14 * 60, 14 * 60], (seconds, offset) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(offset)));

    private static readonly Gen<DocumentReading> Readings = Gen.Select(
        Gen.Int[0, 3].Select(kind => Kinds[kind]),
        Gen.String,
        Gen.Int[0, 3_600_000],
        Gen.Select(Gen.Long[-1, long.MaxValue - 1], Gen.Long[0, 1L << 40]),
        Gen.Select(Gen.Int[0, 4], Gen.Bool, Times, Times),
        Gen.Select(Gen.Int[0, 500], Gen.Int[int.MinValue + 1, int.MaxValue]).Array[0, 20],
        (kind, id, day, numbers, form, values) => new DocumentReading
        {
            Kind = kind,
            DocumentId = id,
            Day = DateOnly.FromDayNumber(day),
            Version = numbers.Item1 < 0 ? null : numbers.Item1,
            ReadOrder = numbers.Item2,
            Role = (DocumentRole)form.Item1,
            Span = form.Item2 ? (form.Item3, form.Item4) : null,
            Values = [.. values.DistinctBy(value => value.Item1)],
        });

    [Fact]
    public void What_is_packed_comes_back() => Readings.Array[0, 50].Sample(readings =>
    {
        DocumentReading[] distinct = [.. readings.DistinctBy(reading => (reading.Kind, reading.DocumentId))];

        Assert.Equal(
            distinct.Select(reading => Text(ReadingPack.AsPacked(reading))).Order(),
            ReadingPack.Unpack(ReadingPack.Pack(distinct)).Select(Text).Order());
    });

    [Fact]
    public void A_reading_says_the_same_before_and_after() => Readings.Sample(reading =>
        Assert.Equal(ReadingPack.AsPacked(reading).ContentHash, Assert.Single(ReadingPack.Unpack(ReadingPack.Pack([reading]))).ContentHash));

    [Fact]
    public void Nothing_is_no_readings() => Assert.Empty(ReadingPack.Unpack([]));

    [Fact]
    public void A_later_form_is_refused() => Assert.Throws<InvalidDataException>(() => ReadingPack.Unpack([2, 0]));

    [Fact]
    public void A_name_is_its_own_name_and_differs_from_others()
    {
        Assert.Equal(DocumentName.Of("a"), DocumentName.Of(DocumentName.Of("a")));
        Assert.Equal("~ca978112ca1b", DocumentName.Of("a"));
        Assert.Distinct(Enumerable.Range(0, 20_000).Select(number => DocumentName.Of($"{number}")));
    }

    [Fact]
    public void Days_come_back() => Gen.Select(Gen.Int[0, 3_000_000], Gen.Long[0, long.MaxValue]).Array[0, 100].Sample(days =>
    {
        Dictionary<DateOnly, long> versions = days.DistinctBy(day => day.Item1).ToDictionary(day => DateOnly.FromDayNumber(day.Item1), day => day.Item2);

        Assert.Equal(versions.OrderBy(day => day.Key), DayPack.Unpack(DayPack.Pack(versions)).OrderBy(day => day.Key));
    });

    [Fact]
    public void Hours_come_back() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 5000], Gen.Long[0, 1L << 50]).Array[0, 60].Sample(hours =>
    {
        HourFigures[] figures =
        [
            .. hours.DistinctBy(hour => hour.Item1).OrderBy(hour => hour.Item1)
                .Select(hour => new HourFigures(hour.Item1, new SeriesFigures(hour.Item2, 1, hour.Item2, hour.Item3, hour.Item3 / 2, hour.Item2, hour.Item3))),
        ];
        var packed = HourPack.Pack(new Dictionary<string, IReadOnlyList<HourFigures>> { ["heartrate"] = figures, ["interbeat_interval"] = [] });

        Assert.Equal(figures, HourPack.Unpack(packed)["heartrate"]);
    });

    internal static string Text(DocumentReading reading) =>
        $"{reading.Kind} {reading.DocumentId} {reading.Day} {reading.Version} {reading.ReadOrder} {reading.Role} {reading.Span:O} {string.Join(',', reading.Values)}";
}
