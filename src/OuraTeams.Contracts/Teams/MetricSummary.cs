namespace OuraTeams.Contracts;

/// <summary>Aggregate of one metric over a team, in the metric's unit. Percentiles are nearest-rank.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.metric-summary")]
public sealed record MetricSummary
{
    /// <summary>Number of the metric.</summary>
    [Id(0)]
    public required int Metric { get; init; }

    /// <summary>Members with a value.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Arithmetic mean.</summary>
    [Id(2)]
    public required double Mean { get; init; }

    /// <summary>Least value.</summary>
    [Id(3)]
    public required double Minimum { get; init; }

    /// <summary>Greatest value.</summary>
    [Id(4)]
    public required double Maximum { get; init; }

    /// <summary>10th percentile.</summary>
    [Id(5)]
    public required double P10 { get; init; }

    /// <summary>25th percentile.</summary>
    [Id(6)]
    public required double P25 { get; init; }

    /// <summary>Median.</summary>
    [Id(7)]
    public required double P50 { get; init; }

    /// <summary>75th percentile.</summary>
    [Id(8)]
    public required double P75 { get; init; }

    /// <summary>90th percentile.</summary>
    [Id(9)]
    public required double P90 { get; init; }
}
