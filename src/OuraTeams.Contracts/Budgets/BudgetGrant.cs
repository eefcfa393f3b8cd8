namespace OuraTeams.Contracts;

/// <summary>Answer to the wish to make requests.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.budget-grant")]
public readonly record struct BudgetGrant
{
    /// <summary>Requests that may be made before <see cref="Until"/>; 0 for none.</summary>
    [Id(0)]
    public required int Count { get; init; }

    /// <summary>With a count: when it lapses. Without: when to ask again.</summary>
    [Id(1)]
    public required DateTimeOffset Until { get; init; }
}
