using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>The requests that all accounts of one Oura app may make together; key: the app's name in our settings.</summary>
[Alias("ourateams.IAppBudgetGrain")]
public interface IAppBudgetGrain : IGrainWithStringKey
{
    /// <summary>Sets requests aside for an account. Who gets none waits in line, and keeps the place by asking again in time.</summary>
    /// <param name="account">Who asks; null for somebody whose account is not known yet: they don't wait in line.</param>
    /// <param name="priority">Who goes first.</param>
    /// <param name="count">Most requests wanted. While others wait there may be fewer.</param>
    [ResponseTimeout("00:00:05")]
    [Alias("Take")]
    Task<BudgetGrant> TakeAsync(AccountKey? account, RequestPriority priority, int count);

    /// <summary>Oura said that the app as a whole has asked too often: nobody asks before this moment.</summary>
    [Alias("Close")]
    Task CloseAsync(DateTimeOffset until);

    /// <summary>How the budget stands, and how many wait for it.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<AppBudgetView> GetAsync();
}
