namespace OuraTeams.Sandbox.Data;

/// <summary>What a request asks of a time series. A page token is this query written down.</summary>
/// <param name="Series">The route name.</param>
/// <param name="Start">From here on, included.</param>
/// <param name="End">Up to here, included.</param>
/// <param name="Latest">True for the newest row alone.</param>
/// <param name="Fields">The members asked for; null is all.</param>
/// <param name="Seen">How many rows of the instant <paramref name="Start"/> the pages before had.</param>
internal sealed record TimeSeriesQuery(
    string Series, DateTimeOffset Start, DateTimeOffset End, bool Latest, IReadOnlyList<string>? Fields, int Seen)
{
    /// <summary>The longest range of one request.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(30);

    /// <summary>Reads the first query. Without bounds it is the last 24 hours; the newest row is sought further back.</summary>
    public static TimeSeriesQuery? Read(string series, IQueryCollection query, bool isMirror, DateTimeOffset now, TimeSpan offset, List<InvalidInput> faults)
    {
        var givenStart = QueryValues.Bound(query, "start_datetime", offset, faults);
        var givenEnd = QueryValues.Bound(query, "end_datetime", offset, faults);
        var latest = !isMirror && QueryValues.Truth(query, "latest", faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var end = givenEnd ?? (givenStart > now ? givenStart.Value : now);
        var back = latest ? Longest : TimeSpan.FromDays(1);
        var start = givenStart ?? (end - DateTimeOffset.MinValue < back ? end : end - back);
        return new(series, start, end, latest, isMirror ? null : QueryValues.Fields(query), 0);
    }

    /// <summary>Reads a page token; null when it is none of this series'.</summary>
    public static TimeSeriesQuery? ReadToken(string series, string token) =>
        PageToken.Read<TimeSeriesQuery>(token) is { } query && query.Series == series ? query : null;

    /// <summary>The token of the page that starts at an instant, of which so many rows were seen.</summary>
    public string Token(DateTimeOffset instant, int seen) => PageToken.Write(this with { Start = instant, Seen = seen });
}
