using Orleans.Concurrency;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Budgets;

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

/// <summary>Who goes first when requests are scarce. Lower numbers go first; numbers are fixed for ever.</summary>
public enum RequestPriority
{
    /// <summary>A webhook event.</summary>
    Live = 0,

    /// <summary>The newest days of a ring that was just connected: somebody is looking.</summary>
    Interactive = 1,

    /// <summary>History, and comparing with Oura.</summary>
    Backfill = 2,
}

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

/// <summary>The accounts that wait for an app's budget at one priority.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.waiting-accounts")]
public sealed record WaitingAccounts
{
    /// <summary>The priority.</summary>
    [Id(0)]
    public required RequestPriority Priority { get; init; }

    /// <summary>How many.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Since when the first in line has been waiting; null when nobody is.</summary>
    [Id(2)]
    public required DateTimeOffset? Since { get; init; }
}

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
