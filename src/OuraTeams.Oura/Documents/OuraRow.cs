using System.Text.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Documents;

/// <summary>A row of a time series as Oura sent it. Rows have no id, and two may have the same time.</summary>
/// <param name="Kind">Which time series it is of.</param>
/// <param name="Timestamp">When, UTC.</param>
/// <param name="Body">The whole row, fields unknown to us included.</param>
public sealed record OuraRow(TimeSeriesKind Kind, DateTimeOffset Timestamp, JsonElement Body)
{
    /// <summary>The kind alone: what is inside is nobody's business in a log.</summary>
    public override string ToString() => Kind.Name;
}
