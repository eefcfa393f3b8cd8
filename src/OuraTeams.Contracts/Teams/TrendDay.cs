namespace OuraTeams.Contracts;

/// <summary>One metric over a team on one day of a trend.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.trend-day")]
public sealed record TrendDay
{
    /// <summary>The day.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Null when no member has a value.</summary>
    [Id(1)]
    public required MetricSummary? Summary { get; init; }
}
