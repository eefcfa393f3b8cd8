using OuraTeams.Contracts.Budgets;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Accounts.Budget;

/// <summary>The account's budget for the requests of one call to Oura.</summary>
/// <param name="budget">The account's budget.</param>
/// <param name="priority">Whose turn the call takes.</param>
internal sealed class JobBudget(AccountBudget budget, RequestPriority priority) : IRequestBudget
{
    /// <summary>Requests that the call has made.</summary>
    public int Made { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="BudgetSpentException">Nothing is left for now.</exception>
    public async ValueTask SpendAsync(CancellationToken cancellation)
    {
        if (await budget.SpendAsync(priority) is { } until)
        {
            throw new BudgetSpentException(until);
        }

        Made++;
    }
}
