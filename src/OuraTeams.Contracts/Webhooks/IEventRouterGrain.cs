using Orleans.Concurrency;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Webhooks;

/// <summary>
/// Takes the events of one Oura user under one Oura app from the queue to the ring accounts of every organization that
/// the person connected to; key <see cref="EventRouteKey"/>, which is the stream's key too.
/// </summary>
[Alias("ourateams.IEventRouterGrain")]
public interface IEventRouterGrain : IGrainWithStringKey
{
    /// <summary>Adds an account; adding it again does no harm. Answers also while an event is on its way to that account.</summary>
    [AlwaysInterleave]
    [Alias("Add")]
    Task AddAsync(AccountKey account);

    /// <summary>Takes an account out; does nothing when it isn't there.</summary>
    [AlwaysInterleave]
    [Alias("Remove")]
    Task RemoveAsync(AccountKey account);

    /// <summary>Tries again to give accounts the events that they could not take.</summary>
    /// <returns>When to call again; null when nothing is left.</returns>
    [AlwaysInterleave]
    [Alias("CatchUp")]
    Task<DateTimeOffset?> CatchUpAsync();
}
