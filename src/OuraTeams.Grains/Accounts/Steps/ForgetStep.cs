using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Accounts.Budget;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Forgets a disconnected account, part by part; each may be repeated. First what others see, then the grant is handed to the
/// unit that revokes it at Oura, then what is stored goes, the connection after all else and with it the account's key, last
/// the scheduler's entry, which would bring us back here. It waits for nothing at Oura.
/// </summary>
internal sealed class ForgetStep(
    AccountKey account,
    AccountConnection connection,
    AccountInbox inbox,
    AccountCache cache,
    AccountBudget budget,
    StateLock states,
    IGrainFactory grains,
    AccountOptions options,
    TimeProvider clock,
    ILogger logger) : AccountStep(new RetryPolicy(options.RetryPause, LongestPause), clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Once the organization knows that the connection ended.</summary>
    protected override DateTimeOffset? Due =>
        connection.State is { Member: not null, Status: ConnectionStatus.Disconnected } state && state.AnnouncedChange == state.StatusChange ? AtOnce : null;

    private ISchedulerGrain Scheduler => grains.GetGrain<ISchedulerGrain>(SchedulerShare.Of(account));

    /// <summary>Takes the member's days out of their teams. To be called as soon as a connection ends: others must not see them any more.</summary>
    public Task RemoveDaysAsync()
    {
        ConnectionState state = connection.State;
        return state is not { Member: { } member, Status: ConnectionStatus.Disconnected } ? Task.CompletedTask : Task.WhenAll(state.Partitions.Select(partition =>
            grains.GetGrain<ITeamPartitionGrain>(partition.ToString()).RemoveDaysAsync(member, state.Incarnation)));
    }

    /// <summary>
    /// Clears what a connection left that came no further than to its key or its budget: the scheduler knows such an account, and
    /// nobody has connected it.
    /// </summary>
    public Task ClearUnconnectedAsync() => states.RunAsync(async () =>
    {
        // Under the lock, because the account may be connecting at this moment.
        if (connection.State.Member is null)
        {
            await budget.ClearAsync();
            await connection.ClearAsync();
        }
    });

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        ConnectionState state = connection.State;
        await Scheduler.AddAsync(account);
        await RemoveDaysAsync();
        await grains.GetGrain<IMemberGrain>(state.Member!.Value.ToString()).DetachAsync(account, state.Incarnation);
        await grains.GetGrain<IEventRouterGrain>(new EventRouteKey(state.App, account.OuraUser).ToString()).RemoveAsync(account);
        if (state is { Credential: { } credential, IsPersonalToken: false, Revocation: { } revocation })
        {
            await grains.GetGrain<IRevocationGrain>(revocation).BeginAsync(new RevocationRequest
            {
                Organization = account.Organization,
                App = state.App,
                AccessToken = credential.AccessToken,
                RefreshToken = credential.RefreshToken,
            });
        }

        await states.RunAsync(async () =>
        {
            await cache.ClearAsync();
            await inbox.ClearAsync();
            await budget.ClearAsync();
            await connection.ClearAsync();
        });
        await Scheduler.RemoveAsync(account);
        AccountLog.Forgotten(logger, account.ToString());
        return true;
    }
}
