using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>The requests that all accounts of one Oura app may make together; key: the app's name in our settings.</summary>
[Alias("ourateams.IAppBudgetGrain")]
public interface IAppBudgetGrain : IGrainWithStringKey
{
    /// <summary>Sets requests aside for an account.</summary>
    [Alias("Take")]
    Task<BudgetGrant> TakeAsync(RequestPriority priority, int count);

    /// <summary>Oura said that the app as a whole has asked too often: nobody asks before this moment.</summary>
    [Alias("Close")]
    Task CloseAsync(DateTimeOffset until);

    /// <summary>How the budget stands.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<BudgetView> GetAsync();
}
