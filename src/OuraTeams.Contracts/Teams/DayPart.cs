namespace OuraTeams.Contracts;

/// <summary>A partition's share of a day: what merges into the team's aggregates.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.day-part")]
public sealed record DayPart
{
    /// <summary>The day.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Members with at least one value.</summary>
    [Id(1)]
    public required int Reporting { get; init; }

    /// <summary>The metrics that have values.</summary>
    [Id(2)]
    public required IReadOnlyList<MetricHistogramPart> Histograms { get; init; }
}
