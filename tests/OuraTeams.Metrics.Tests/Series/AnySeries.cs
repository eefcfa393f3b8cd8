using System.Text.Json;
using CsCheck;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

/// <summary>One row in the form of the second computation.</summary>
internal sealed record PlainRow(long At, int Value, int Detail);

/// <summary>Days, nights and rows of any kind: travellers, changes of the clocks, repeated rows, rows that don't belong.</summary>
internal static class AnySeries
{
    public static readonly string[] Kinds = ["heartrate", "interbeat_interval", "ring_battery_level"];
    private static readonly string[] Sources = ["awake", "workout", "rest", "sleep", "live", "session"];

    private static readonly Gen<TimeSpan> Offset = Gen.Frequency(
        (4, Gen.Const(TimeSpan.FromHours(1))), (2, Gen.Const(TimeSpan.FromHours(2))), (2, Gen.Int[-48, 56].Select(quarters => TimeSpan.FromMinutes(15 * quarters))));

    private static readonly Gen<Night> AnyNight = Gen.Select(Gen.Int[-1, 4], Offset, Offset, Gen.Int[-300, 300], Gen.Int[1, 600]).Select((day, from, to, shift, length) =>
    {
        DateOnly end = Rows.Day.AddDays(day);
        var start = new DateTimeOffset(end.ToDateTime(TimeOnly.MinValue).AddMinutes(shift), from);
        return new Night(end, start, start.AddMinutes(length).ToOffset(to));
    });

    public static readonly Gen<Night[]> Nights = AnyNight.Array[0, 5];

    /// <summary>Rows of five days around <see cref="Rows.Day"/>, some dense as beats and some alone.</summary>
    public static readonly Gen<PlainRow[]> PlainRows = Gen.Select(Gen.Int[-24 * 60, 5 * 24 * 60], Gen.Int[0, 3_000].Array[1, 12], Gen.Int[0, 2_000].Array[12], Gen.Int[0, 6].Array[12])
        .Select((minute, steps, values, details) =>
        {
            long at = new DateTimeOffset(Rows.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minute).ToUnixTimeMilliseconds();
            return steps.Select((step, index) => new PlainRow(at += step, values[index], details[index])).ToArray();
        })
        .Array[0, 15].Select(bursts => bursts.SelectMany(burst => burst).ToArray());

    /// <summary>A row of a kind; some can't be used.</summary>
    public static JsonElement Json(string kind, PlainRow row)
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(row.At);
        return kind switch
        {
            "heartrate" => Rows.HeartRate(at, row.Value % 300, row.Detail < Sources.Length ? Sources[row.Detail] : "dancing"),
            "interbeat_interval" => Rows.Interval(at, row.Value + 100, row.Detail - 2),
            _ => Rows.Battery(at, row.Value % 110, row.Detail switch { 0 => null, 1 => false, _ => true }),
        };
    }

    /// <summary>All that a fold says.</summary>
    public static string Says(SeriesFold fold) => string.Join(
        '\n',
        [
            .. fold.Readings().Select(reading => $"{reading.Kind} {reading.DocumentId} {reading.Day} {reading.Role} {reading.ContentHash} {string.Join(',', reading.Values)}"),
            .. fold.Hours().Select(hour => hour.ToString()),
        ]);
}
