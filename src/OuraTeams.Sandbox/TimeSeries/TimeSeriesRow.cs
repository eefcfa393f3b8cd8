using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.TimeSeries;

/// <summary>One row of a time series.</summary>
/// <param name="Instant">When it was measured, whole milliseconds.</param>
/// <param name="Timestamp">How the row writes that.</param>
/// <param name="Values">The members behind the two timestamps: names and numbers, texts, truths or nulls.</param>
internal readonly record struct TimeSeriesRow(DateTimeOffset Instant, string Timestamp, params (string Name, JsonValue? Value)[] Values)
{
    /// <summary>The row as the API answers it.</summary>
    public JsonObject ToJson()
    {
        var row = new JsonObject { ["timestamp"] = Timestamp, ["timestamp_unix"] = Instant.ToUnixTimeMilliseconds() };
        foreach (var (name, value) in Values)
        {
            row[name] = value?.DeepClone();
        }

        return row;
    }
}
