namespace OuraTeams.Contracts;

/// <summary>What the first release kept of one document. Read, never written.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.cached-document")]
public sealed record CachedDocument
{
    /// <summary>Kind of document, as routes name it.</summary>
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>Oura's id of it.</summary>
    [Id(1)]
    public required string DocumentId { get; init; }

    /// <summary>The day that Oura gives it to.</summary>
    [Id(2)]
    public required DateOnly Day { get; init; }

    /// <summary>Oura's version of it, where Oura sends one.</summary>
    [Id(3)]
    public long? Version { get; init; }

    /// <summary>The read that brought it.</summary>
    [Id(5)]
    public required long ReadOrder { get; init; }

    /// <summary>Its part in the day, a number of <c>DocumentRole</c>.</summary>
    [Id(6)]
    public required int Role { get; init; }

    /// <summary>Numbers of the metrics that it gives.</summary>
    [Id(7)]
    public required int[] Metrics { get; init; }

    /// <summary>The values, in steps of the metrics' resolution, in the order of <see cref="Metrics"/>.</summary>
    [Id(8)]
    public required int[] Units { get; init; }
}
