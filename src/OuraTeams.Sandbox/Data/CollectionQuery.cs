using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OuraTeams.Sandbox.Data;

/// <summary>
/// What a request asks of a collection. The bounds are instants: a date is its midnight in UTC. A page token is this
/// query written down, so it works with the first parameters or alone.
/// </summary>
/// <param name="Kind">The route name of the kind.</param>
/// <param name="Start">From here on.</param>
/// <param name="End">Up to here.</param>
/// <param name="Fields">The members asked for; null is all.</param>
/// <param name="After">The id of the last document of the page before, null on the first page.</param>
/// <param name="AfterInstant">The compared instant of that document.</param>
internal sealed partial record CollectionQuery(
    string Kind, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string>? Fields, string? After, DateTimeOffset? AfterInstant)
{
    /// <summary>Reads the first query. Without bounds it is from yesterday to today.</summary>
    /// <param name="kind">The route name.</param>
    /// <param name="query">The parameters; unknown ones are ignored.</param>
    /// <param name="takesFields">Whether <c>fields</c> counts.</param>
    /// <param name="today">The date of today in UTC.</param>
    /// <param name="faults">The bounds that can't be read.</param>
    public static CollectionQuery? Read(string kind, IQueryCollection query, bool takesFields, DateOnly today, List<InvalidInput> faults)
    {
        var givenStart = Bound(query, "start_date", faults);
        var givenEnd = Bound(query, "end_date", faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        // A start after today without an end asks for nothing rather than for something impossible.
        var end = givenEnd ?? (givenStart > midnight ? givenStart.Value : midnight);
        var fields = takesFields && query["fields"].ToString() is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;
        var dayBefore = end - DateTimeOffset.MinValue < TimeSpan.FromDays(1) ? end : end.AddDays(-1);
        return new(kind, givenStart ?? dayBefore, end, fields, null, null);
    }

    /// <summary>Reads a page token; null when it is none of this kind's.</summary>
    public static CollectionQuery? ReadToken(string kind, string token)
    {
        try
        {
            return Base64Url.IsValid(token) && JsonSerializer.Deserialize<CollectionQuery>(Base64Url.DecodeFromChars(token)) is { } query && query.Kind == kind
                ? query
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The token of the page behind a document.</summary>
    public string Token(string after, DateTimeOffset instant) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this with { After = after, AfterInstant = instant }));

    private static DateTimeOffset? Bound(IQueryCollection query, string name, List<InvalidInput> faults)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        var text = values.ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        if (DateTimeForm().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        // Numbers are seconds since 1970, as recorded answers of the real API show.
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 20_000_000_000)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        faults.Add(new("query", name, "datetime_from_date_parsing", "Input should be a valid date or datetime", text));
        return null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:?\d\d)?$", RegexOptions.IgnoreCase)]
    private static partial Regex DateTimeForm();
}
