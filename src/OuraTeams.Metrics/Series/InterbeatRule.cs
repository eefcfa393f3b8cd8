using System.Text.Json;

namespace OuraTeams.Metrics.Series;

/// <summary>
/// <c>interbeat_interval</c>: intervals of validity 1 (good) and 3 (corrected) count, no others. Two are successive when no
/// row lies between them and their times are no further apart than a beat takes: one that is missing doubles the distance.
/// </summary>
internal sealed class InterbeatRule : SeriesRule
{
    private const int Shortest = 200;
    private const int Longest = 2000;

    /// <summary>Stands for an interval that doesn't count, but comes between others.</summary>
    private const uint Untrusted = 0;

    /// <inheritdoc/>
    public override uint? Pack(JsonElement row) => SeriesRow.Whole(row, "validity", short.MinValue, short.MaxValue) switch
    {
        null => null,
        int validity and (1 or 3) => SeriesRow.Whole(row, "ibi", Shortest, Longest) is { } interval ? ((uint)interval << 2) | (uint)validity : null,
        _ => Untrusted,
    };

    /// <inheritdoc/>
    public override int? Value(uint packed) => packed == Untrusted ? null : (int)(packed >> 2);

    /// <inheritdoc/>
    public override IEnumerable<(string Metric, double? Value)> Metrics(
        SampleStore rows, IReadOnlyList<(long From, long To)> day, (long From, long To)? night)
    {
        if (night is not { } known)
        {
            return [];
        }

        SeriesFigures figures = Figures(rows, [known]);
        return [("night_average_ibi", figures.Mean), ("night_ibi_rmssd", figures.Rmssd), ("night_ibi_sdnn", figures.Sdnn)];
    }

    /// <inheritdoc/>
    protected override bool AreSuccessive(long before, int previous, long at, int value) =>
        at > before && 2 * (at - before) <= 3 * Math.Max(previous, value);
}
