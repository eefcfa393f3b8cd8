using System.Globalization;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Documents;

/// <summary>Days and moments in the forms that the API writes.</summary>
internal static class Iso
{
    /// <summary>yyyy-MM-dd.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A moment to the second with its offset, as at the top level of documents.</summary>
    public static string Seconds(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A moment to the millisecond with its offset, as in samples.</summary>
    public static string Milliseconds(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>A moment to the microsecond in UTC with its offset.</summary>
    public static string UtcMicroseconds(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    /// <summary>A moment to the second in UTC with its offset, as in most time series.</summary>
    public static string UtcSeconds(DateTimeOffset moment) => Seconds(moment.ToUniversalTime());

    /// <summary>A moment to the millisecond in UTC with a Z.</summary>
    public static string UtcMilliseconds(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>Reads a member of a document that holds a day, as its midnight in UTC; the far past when it holds none.</summary>
    public static DateTimeOffset ReadDay(JsonObject body, string member) =>
        body[member] is JsonValue value && value.TryGetValue(out string? text)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : DateTimeOffset.MinValue;

    /// <summary>Reads a member of a document that holds a moment; the far past when it holds none.</summary>
    public static DateTimeOffset Read(JsonObject body, string member) =>
        body[member] is JsonValue value && value.TryGetValue(out string? text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : DateTimeOffset.MinValue;
}
