namespace OuraTeams.Contracts;

/// <summary>How a budget stands.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.budget-view")]
public sealed record BudgetView
{
    /// <summary>Requests allowed in a window; 0 is without limit.</summary>
    [Id(0)]
    public required int Limit { get; init; }

    /// <summary>Requests set aside within the window that ends now.</summary>
    [Id(1)]
    public required int Spent { get; init; }

    /// <summary>Oura asked for a pause until then; null for none.</summary>
    [Id(2)]
    public required DateTimeOffset? ClosedUntil { get; init; }
}
