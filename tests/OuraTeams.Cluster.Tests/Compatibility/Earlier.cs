namespace OuraTeams.Cluster.Tests;

/// <summary>A message as a release knows it.</summary>
[GenerateSerializer]
public sealed record Earlier
{
    [Id(0)]
    public DateOnly Day { get; init; }

    [Id(1)]
    public int Last { get; init; }
}
