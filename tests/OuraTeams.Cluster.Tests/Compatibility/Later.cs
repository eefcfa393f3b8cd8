using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Cluster.Tests;

/// <summary>The same message as the next release knows it.</summary>
[GenerateSerializer]
public sealed record Later
{
    [Id(0)]
    public DateOnly Day { get; init; }

    [Id(1)]
    public int Last { get; init; }

    [Id(2)]
    public string? Added { get; init; }

    [Id(3)]
    public DayRow? AddedRow { get; init; }
}
