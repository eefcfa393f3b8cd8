namespace OuraTeams.Contracts;

/// <summary>A member's metrics of one day.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.day-row")]
public sealed record DayRow
{
    /// <summary>The day, local to the member.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Counted by the account; a higher one replaces a lower one.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>
    /// One entry for each metric, at the index of its number, in steps of its resolution; <c>MetricValue.Missing</c>
    /// where there is none. May be shorter or longer than the reader's catalogue. Empty when the day has no data (any more).
    /// </summary>
    [Id(2)]
    public required int[] Units { get; init; }
}
