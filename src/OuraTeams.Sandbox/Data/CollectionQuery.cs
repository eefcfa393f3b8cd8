namespace OuraTeams.Sandbox.Data;

/// <summary>
/// What a request asks of a collection. The bounds are instants: a date is its midnight. A page token is this query
/// written down.
/// </summary>
/// <param name="Kind">The route name of the kind.</param>
/// <param name="Start">From here on.</param>
/// <param name="End">Up to here.</param>
/// <param name="Fields">The members asked for; null is all.</param>
/// <param name="After">The id of the last document of the page before, null on the first page.</param>
/// <param name="AfterInstant">The compared instant of that document.</param>
internal sealed record CollectionQuery(
    string Kind, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string>? Fields, string? After, DateTimeOffset? AfterInstant)
{
    /// <summary>Reads the first query. Without bounds it is from yesterday to today.</summary>
    /// <param name="kind">The route name.</param>
    /// <param name="query">The parameters; unknown ones are ignored.</param>
    /// <param name="takesFields">Whether <c>fields</c> counts.</param>
    /// <param name="today">The date of today in UTC.</param>
    /// <param name="offset">The clock on which a day begins.</param>
    /// <param name="faults">The bounds that can't be read.</param>
    public static CollectionQuery? Read(
        string kind, IQueryCollection query, bool takesFields, DateOnly today, TimeSpan offset, List<InvalidInput> faults)
    {
        var givenStart = QueryValues.Bound(query, "start_date", offset, faults);
        var givenEnd = QueryValues.Bound(query, "end_date", offset, faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), offset);
        // A start after today without an end asks for nothing rather than for something impossible.
        var end = givenEnd ?? (givenStart > midnight ? givenStart.Value : midnight);
        var dayBefore = end - DateTimeOffset.MinValue < TimeSpan.FromDays(1) ? end : end.AddDays(-1);
        return new(kind, givenStart ?? dayBefore, end, takesFields ? QueryValues.Fields(query) : null, null, null);
    }

    /// <summary>The query for everything, of a kind that dates don't filter.</summary>
    public static CollectionQuery Everything(string kind, IQueryCollection query, bool takesFields) =>
        new(kind, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, takesFields ? QueryValues.Fields(query) : null, null, null);

    /// <summary>Reads a page token; null when it is none of this kind's.</summary>
    public static CollectionQuery? ReadToken(string kind, string token) =>
        PageToken.Read<CollectionQuery>(token) is { } query && query.Kind == kind ? query : null;

    /// <summary>The token of the page behind a document.</summary>
    public string Token(string after, DateTimeOffset instant) => PageToken.Write(this with { After = after, AfterInstant = instant });
}
