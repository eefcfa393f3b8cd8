using System.Globalization;
using System.Text.Json;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

/// <summary>Rows of time series as Oura sends them, and what is done with them in tests.</summary>
internal static class Rows
{
    public static readonly DateOnly Day = new(2026, 3, 10);

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Night Night(DateOnly day, string from, string to) => new(day, At(from), At(to));

    public static JsonElement HeartRate(DateTimeOffset at, int bpm, string source = "awake") =>
        JsonElement.Parse($$"""{"timestamp":"{{Text(at)}}","timestamp_unix":{{at.ToUnixTimeMilliseconds()}},"bpm":{{bpm}},"source":"{{source}}"}""");

    public static JsonElement Battery(DateTimeOffset at, int level, bool? charging = null) => JsonElement.Parse(charging is { } known
        ? $$"""{"timestamp":"{{Text(at)}}","level":{{level}},"charging":{{(known ? "true" : "false")}},"in_charger":null}"""
        : $$"""{"timestamp":"{{Text(at)}}","level":{{level}}}""");

    public static JsonElement Interval(DateTimeOffset at, int ibi, int validity = 1) =>
        JsonElement.Parse($$"""{"timestamp":"{{Text(at)}}","ibi":{{ibi}},"validity":{{validity}}}""");

    public static SeriesFold Fold(string kind, IEnumerable<JsonElement> rows, params Night[] nights) => Fold(kind, Day, Day, nights, rows);

    public static SeriesFold Fold(string kind, DateOnly first, DateOnly last, IReadOnlyList<Night> nights, IEnumerable<JsonElement> rows)
    {
        SeriesFold fold = SeriesFold.For(kind, first, last, nights);
        foreach (JsonElement row in rows)
        {
            fold.Add(row);
        }

        return fold;
    }

    /// <summary>The values of a reading by id, in the metric's unit.</summary>
    public static Dictionary<string, double> Named(DocumentReading reading) => reading.Values.ToDictionary(
        value => MetricCatalogue.All[value.Number].Id, value => MetricCatalogue.All[value.Number].FromUnits(value.Units));

    public static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
