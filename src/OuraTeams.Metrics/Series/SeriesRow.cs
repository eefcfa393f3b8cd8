using System.Text.Json;

namespace OuraTeams.Metrics.Series;

/// <summary>Reads members of a time series' row.</summary>
internal static class SeriesRow
{
    /// <summary>When it was measured, in milliseconds since 1970: <c>timestamp</c>, else <c>timestamp_unix</c>. Null when neither can be read.</summary>
    public static long? Time(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // A time without an offset is UTC, wherever this process runs.
        if (row.TryGetProperty("timestamp", out JsonElement text) && text.ValueKind == JsonValueKind.String && text.TryGetDateTime(out DateTime time))
        {
            return time.Kind == DateTimeKind.Unspecified
                ? new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds()
                : text.GetDateTimeOffset().ToUnixTimeMilliseconds();
        }

        return row.TryGetProperty("timestamp_unix", out JsonElement unix) && unix.ValueKind == JsonValueKind.Number && unix.TryGetInt64(out long milliseconds)
            ? milliseconds
            : null;
    }

    /// <summary>A number, rounded to a whole one, halves away from zero. Null when there is none in the range.</summary>
    public static int? Whole(JsonElement row, string name, int minimum, int maximum) =>
        row.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out decimal number)
        && number >= minimum
        && number <= maximum
            ? (int)Math.Round(number, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>A truth; null where the row doesn't say.</summary>
    public static bool? Truth(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
        : null;

    /// <summary>A text; null without one.</summary>
    public static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
