using Orleans.Concurrency;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.Fleet;

/// <summary>
/// Walks a share of all ring accounts on a schedule and wakes them, so that what a crash left unfinished goes on without
/// a reminder for each account. Key: its number, 0 to <see cref="Count"/> - 1.
/// </summary>
[Alias("ourateams.ISchedulerGrain")]
public interface ISchedulerGrain : IGrainWithIntegerKey
{
    /// <summary>How many there are. Fixed for ever: it decides which scheduler an account belongs to.</summary>
    const int Count = 256;

    /// <summary>Adds an account, to be woken soon; one that is there already as well. Accounts call this while the scheduler waits for them.</summary>
    [AlwaysInterleave]
    [Alias("Add")]
    Task AddAsync(AccountKey account);

    /// <summary>Takes an account out; does nothing when it isn't there.</summary>
    [AlwaysInterleave]
    [Alias("Remove")]
    Task RemoveAsync(AccountKey account);

    /// <summary>Has an account woken at a moment, or earlier.</summary>
    [AlwaysInterleave]
    [Alias("WakeAt")]
    Task WakeAtAsync(AccountKey account, DateTimeOffset when);

    /// <summary>Has a router that keeps events for accounts which could not take them called at a moment, or earlier, until it keeps none.</summary>
    [AlwaysInterleave]
    [Alias("WakeRouterAt")]
    Task WakeRouterAtAsync(EventRouteKey router, DateTimeOffset when);

    /// <summary>Has a revocation called at a moment, or earlier, until it says that it is done.</summary>
    [AlwaysInterleave]
    [Alias("WakeRevocationAt")]
    Task WakeRevocationAtAsync(Guid revocation, DateTimeOffset when);

    /// <summary>Takes a revocation out that is done; does nothing when it isn't there.</summary>
    [AlwaysInterleave]
    [Alias("RemoveRevocation")]
    Task RemoveRevocationAsync(Guid revocation);

    /// <summary>
    /// Wakes every account of this share whether due or not, and sees to the reminder that wakes those that are due. Called
    /// after a start and after the death of a silo: what it was doing is unfinished.
    /// </summary>
    /// <returns>How many were woken.</returns>
    [Alias("Run")]
    Task<int> RunAsync();

    /// <summary>Wakes the accounts of this share that are due. Called when a silo has left in order: it told the schedulers what it left undone.</summary>
    /// <returns>How many were woken.</returns>
    [Alias("RunDue")]
    Task<int> RunDueAsync();

    /// <summary>
    /// Has every account of this share compare its memory with the store, and wakes those that differed. Called some time
    /// after the death of a silo, when nothing of it can be alive any more.
    /// </summary>
    /// <returns>How many differed.</returns>
    [Alias("Verify")]
    Task<int> VerifyAsync();
}
