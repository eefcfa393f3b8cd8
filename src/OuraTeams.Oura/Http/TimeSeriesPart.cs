namespace OuraTeams.Oura.Http;

/// <summary>
/// A part of a range of time that Oura answers at once. Parts lie end to end, so that each row is in one of them; a
/// second more is asked for on each side, since nobody documents whether Oura counts the bounds in.
/// </summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The first instant after it.</param>
internal readonly record struct TimeSeriesPart(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest range that Oura answers (FACTS.md 6).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = Longest - TimeSpan.FromHours(1);

    /// <summary>Start of what to ask for, UTC, in whole seconds.</summary>
    public DateTimeOffset AskFrom => Seconds(From.UtcTicks <= Margin.Ticks ? 0 : From.UtcTicks - Margin.Ticks);

    /// <summary>End of what to ask for, UTC, in whole seconds.</summary>
    public DateTimeOffset AskTo => Seconds(Math.Min(To.UtcTicks + (2 * Margin.Ticks), DateTimeOffset.MaxValue.UtcTicks));

    /// <summary>Cuts a range. Nothing when it ends before it begins.</summary>
    public static IEnumerable<TimeSeriesPart> Of(DateTimeOffset from, DateTimeOffset to)
    {
        while (from < to)
        {
            DateTimeOffset end = to - from > Step ? from + Step : to;
            yield return new TimeSeriesPart(from, end);
            from = end;
        }
    }

    /// <summary>True when a row at that time is of this part.</summary>
    public bool Holds(DateTimeOffset time) => time >= From && time < To;

    private static DateTimeOffset Seconds(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
