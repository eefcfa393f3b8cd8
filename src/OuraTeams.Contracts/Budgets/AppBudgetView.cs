namespace OuraTeams.Contracts;

/// <summary>How an app's budget stands and who waits for it.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.app-budget-view")]
public sealed record AppBudgetView
{
    /// <summary>The budget.</summary>
    [Id(0)]
    public required BudgetView Budget { get; init; }

    /// <summary>Who waits: one entry for each priority, the greatest first.</summary>
    [Id(1)]
    public required IReadOnlyList<WaitingAccounts> Waiting { get; init; }
}
