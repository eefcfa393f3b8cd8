namespace OuraTeams.Contracts;

/// <summary>The distribution of one metric over some members: each distinct value, ascending, and how many have it.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.metric-histogram-part")]
public sealed record MetricHistogramPart
{
    /// <summary>Number of the metric.</summary>
    [Id(0)]
    public required int Metric { get; init; }

    /// <summary>Distinct values, ascending, in steps of the metric's resolution.</summary>
    [Id(1)]
    public required int[] Values { get; init; }

    /// <summary>Members with each value.</summary>
    [Id(2)]
    public required int[] Counts { get; init; }
}
