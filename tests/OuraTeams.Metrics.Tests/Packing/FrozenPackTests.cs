using System.Runtime.CompilerServices;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

/// <summary>
/// Bytes that a release has stored are read by every later one. A change of what is packed needs another number of its form, and
/// with it a sample beside those that are there: <c>OURATEAMS_WRITE_SHAPES=1</c> writes what is missing, and never anew.
/// </summary>
public sealed class FrozenPackTests
{
    private static readonly DateTimeOffset Bedtime = new(2026, 3, 1, 22, 40, 0, TimeSpan.FromHours(2));

    private static readonly DocumentReading[] Readings =
    [
        new()
        {
            Kind = "sleep", DocumentId = "night", Day = new DateOnly(2026, 3, 2), Version = 3, ReadOrder = 17, Role = DocumentRole.LongSleep,
            Span = (Bedtime, Bedtime.AddHours(8)), Values = [(2, 28_800_000), (5, -41), (9, 0)],
        },
        new() { Kind = "daily_sleep", DocumentId = "score", Day = new DateOnly(2026, 3, 2), Version = null, ReadOrder = 18, Role = DocumentRole.Daily, Values = [(1, 84)] },
        new() { Kind = "daily_sleep", DocumentId = "another", Day = new DateOnly(2025, 12, 31), Version = 0, ReadOrder = 2, Role = DocumentRole.Daily, Values = [] },
    ];

    private static readonly Dictionary<DateOnly, long> Days = new() { [new(2025, 12, 31)] = 1, [new(2026, 3, 1)] = 4_000_000_000, [new(2026, 3, 2)] = 7 };

    private static readonly Dictionary<string, IReadOnlyList<HourFigures>> Hours = new()
    {
        ["heartrate"] = [new(492_000, new SeriesFigures(60, 48, 131, 4_012, 280_000, 59, 900)), new(492_001, new SeriesFigures(1, 70, 70, 70, 4_900, 0, 0))],
        ["interbeat_interval"] = [],
    };

    [Fact]
    public void Readings_of_every_form_are_read() => Assert.All(
        Samples("readings", ReadingPack.Pack(Readings)),
        packed => Assert.Equal(Readings.Select(reading => ReadingPackTests.Text(ReadingPack.AsPacked(reading))).Order(), ReadingPack.Unpack(packed).Select(ReadingPackTests.Text).Order()));

    [Fact]
    public void Days_of_every_form_are_read() => Assert.All(
        Samples("days", DayPack.Pack(Days)),
        packed => Assert.Equal(Days.OrderBy(day => day.Key), DayPack.Unpack(packed).OrderBy(day => day.Key)));

    [Fact]
    public void Hours_of_every_form_are_read() => Assert.All(Samples("hours", HourPack.Pack(Hours)), packed =>
    {
        Dictionary<string, IReadOnlyList<HourFigures>> read = HourPack.Unpack(packed);
        Assert.Equal(Hours.Keys.Order(), read.Keys.Order());
        Assert.All(Hours, series => Assert.Equal(series.Value, read[series.Key]));
    });

    [Fact]
    public void Damaged_bytes_are_refused() => Assert.All(
        (Action[])[() => ReadingPack.Unpack([1, 255, 255]), () => DayPack.Unpack([1, 255, 255]), () => HourPack.Unpack([1, 255, 255])],
        read => Assert.Throws<InvalidDataException>(read));

    private static IReadOnlyList<byte[]> Samples(string name, byte[] today)
    {
        string current = Path.Combine(Folder(), $"{name}.{today[0]}.base64");
        if (!File.Exists(current) && Environment.GetEnvironmentVariable("OURATEAMS_WRITE_SHAPES") == "1")
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(current, $"{Convert.ToBase64String(today)}\n");
        }

        Assert.True(File.Exists(current), $"There is no sample of today's form of {name}: {current}. OURATEAMS_WRITE_SHAPES=1 writes it.");
        return [.. Directory.EnumerateFiles(Folder(), $"{name}.*.base64").Select(file => Convert.FromBase64String(File.ReadAllText(file)))];
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "frozen");
}
