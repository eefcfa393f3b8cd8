namespace OuraTeams.Contracts;

/// <summary>A team on one day.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.team-day-summary")]
public sealed record TeamDaySummary
{
    /// <summary>The day.</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>Members in the roster.</summary>
    [Id(1)]
    public required int Members { get; init; }

    /// <summary>Members with at least one value.</summary>
    [Id(2)]
    public required int Reporting { get; init; }

    /// <summary>Metrics that at least one member has a value for, by number.</summary>
    [Id(3)]
    public required IReadOnlyList<MetricSummary> Metrics { get; init; }

    /// <summary>When it was computed.</summary>
    [Id(4)]
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The team's change count that it includes; see <see cref="ITeamGrain.WaitForChangeAsync"/>.</summary>
    [Id(5)]
    public required long Change { get; init; }
}
