using System.Text.Json;

namespace OuraTeams.Metrics.Series;

/// <summary><c>heartrate</c>: all sources count alike. Oura measures every 5 minutes, in workouts every 5 seconds; a mean is one of measurements.</summary>
internal sealed class HeartRateRule : SeriesRule
{
    private const int Lowest = 20;
    private const int Highest = 250;
    private static readonly string[] Sources = ["awake", "workout", "rest", "sleep", "live", "session"];

    /// <inheritdoc/>
    /// <remarks>Sources that Oura has added since are one.</remarks>
    public override uint? Pack(JsonElement row) => SeriesRow.Whole(row, "bpm", Lowest, Highest) is { } rate
        ? ((uint)rate << 8) | (uint)(Array.IndexOf(Sources, SeriesRow.Text(row, "source")) + 1)
        : null;

    /// <inheritdoc/>
    public override int? Value(uint packed) => (int)(packed >> 8);

    /// <inheritdoc/>
    public override IEnumerable<(string Metric, double? Value)> Metrics(
        SampleStore rows, IReadOnlyList<(long From, long To)> day, (long From, long To)? night) =>
        [.. Metrics("day", Figures(rows, day)), .. night is { } known ? Metrics("night", Figures(rows, [known])) : []];

    private static IEnumerable<(string Metric, double? Value)> Metrics(string prefix, SeriesFigures figures) => figures.Count == 0
        ? []
        :
        [
            ($"{prefix}_lowest_heart_rate", figures.Minimum),
            ($"{prefix}_average_heart_rate", figures.Mean),
            ($"{prefix}_highest_heart_rate", figures.Maximum),
        ];
}
