using System.Globalization;
using System.Text.RegularExpressions;

namespace OuraTeams.Sandbox.Data;

/// <summary>Reads the parameters that several routes have, as pydantic would.</summary>
internal static partial class QueryValues
{
    private static readonly string[] True = ["true", "1", "on", "yes", "t", "y"];
    private static readonly string[] False = ["false", "0", "off", "no", "f", "n"];

    /// <summary>A bound: a day, a moment, or seconds since 1970. Null when it is not there, or a fault was noted.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="offset">The clock on which a day begins, and on which a moment without an offset is.</param>
    /// <param name="faults">Takes what can't be read.</param>
    public static DateTimeOffset? Bound(IQueryCollection query, string name, TimeSpan offset, List<InvalidInput> faults)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        var text = values.ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return OnClock(day.ToDateTime(TimeOnly.MinValue), offset);
        }

        if (MomentForm().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return OffsetForm().IsMatch(text) ? moment : OnClock(moment.DateTime, offset);
        }

        // Numbers are seconds since 1970, as recorded answers of the real API show.
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 20_000_000_000)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        faults.Add(new("query", name, "datetime_from_date_parsing", "Input should be a valid date or datetime", text));
        return null;
    }

    /// <summary>A truth; false when it is not there, or a fault was noted.</summary>
    public static bool Truth(IQueryCollection query, string name, List<InvalidInput> faults)
    {
        var text = query[name].ToString();
        if (text.Length == 0 || False.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!True.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(new("query", name, "bool_parsing", "Input should be a valid boolean, unable to interpret input", text));
            return false;
        }

        return true;
    }

    /// <summary>The names in <c>fields</c>; null when there are none.</summary>
    public static string[]? Fields(IQueryCollection query) => query["fields"].ToString() is { Length: > 0 } text
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : null;

    private static DateTimeOffset OnClock(DateTime time, TimeSpan offset) =>
        time.Year is > 1 and < 9999 ? new DateTimeOffset(time, offset) : new DateTimeOffset(time, TimeSpan.Zero);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:?\d\d)?$", RegexOptions.IgnoreCase)]
    private static partial Regex MomentForm();

    [GeneratedRegex(@"(Z|[+-]\d\d:?\d\d)$", RegexOptions.IgnoreCase)]
    private static partial Regex OffsetForm();
}
