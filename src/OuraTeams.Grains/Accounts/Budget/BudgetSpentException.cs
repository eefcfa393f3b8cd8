namespace OuraTeams.Grains.Accounts.Budget;

/// <summary>A request was not made, since the budget has nothing left for it.</summary>
/// <param name="until">When to ask again.</param>
internal sealed class BudgetSpentException(DateTimeOffset until) : Exception("The request budget is spent.")
{
    /// <summary>When to ask again.</summary>
    public DateTimeOffset Until { get; } = until;
}
