using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>Makes an account known to those who need it, and forgotten by them.</summary>
internal sealed class AccountRegistration(AccountContext account, AccountSchedule schedule)
{
    private const int RevokeAttempts = 12;

    /// <summary>
    /// Drops what a new consent doesn't cover any more, makes the account known to its router and its member's teams, and asks
    /// for the history. Until all of it is stored every activation does it again. To be called under the lock.
    /// </summary>
    /// <returns>False when the member has another ring: then the account is to be forgotten.</returns>
    public async Task<bool> RegisterAsync()
    {
        CredentialState state = account.Credential.State;
        if (account.Cache.KeepOnly(schedule.Covered()).Any)
        {
            // With the days that changed by it: they are sent to the teams, after a crash as well.
            await account.WriteAsync(account.CacheState);
        }

        await Router(state).AddAsync(account.Key);
        IReadOnlyList<PartitionKey>? partitions = await Member(state).AttachAsync(account.Key);
        if (partitions is null)
        {
            // Forgotten like one that was connected: so the grant is revoked, and no record and no key is left. For the member
            // and their organization nothing has changed, so that nothing is announced.
            state.Status = ConnectionStatus.Disconnected;
            state.AnnouncedChange = state.StatusChange;
            await account.WriteAsync(account.Credential);
            return false;
        }

        schedule.MarkHistory();
        await account.WriteAsync(account.InboxState);
        state.Partitions = [.. partitions];
        state.Registered = true;
        await account.WriteAsync(account.Credential);
        account.Cache.ResendAll();
        return true;
    }

    /// <summary>
    /// Forgets a disconnected account, step by step; each may be repeated. First what others see, then the grant at Oura,
    /// then what is stored, the credential after all else and with it the account's key, last the sweep that would bring us
    /// back here.
    /// </summary>
    /// <returns>When to go on; null when all is done.</returns>
    public async Task<TimeSpan?> ForgetAsync(OuraApp? app)
    {
        CredentialState state = account.Credential.State;
        ISweepGrain sweep = account.Grains.GetGrain<ISweepGrain>(SweepShare.Of(account.Key));
        await sweep.AddAsync(account.Key);
        await Task.WhenAll(state.Partitions.Select(partition =>
            account.Grains.GetGrain<ITeamPartitionGrain>(partition.ToString()).RemoveAsync(state.Member!.Value)));
        await Member(state).DetachAsync(account.Key);
        await Router(state).RemoveAsync(account.Key);
        if (app is not null && state is { Credential: { } credential, IsPersonalToken: false } && !await RevokedAsync(app, credential))
        {
            return account.Options.LongestRetryPause;
        }

        await account.ExclusivelyAsync(async () =>
        {
            try
            {
                await AccountContext.ClearAsync(account.CacheState);
                await AccountContext.ClearAsync(account.InboxState);
                await AccountContext.ClearAsync(account.BudgetState);
                await AccountContext.ClearAsync(account.Credential);
                await sweep.RemoveAsync(account.Key);
            }
            catch (Exception)
            {
                // The next activation goes on with what is there; it is called until it comes up.
                account.Fail();
                throw;
            }

            account.End();
        });
        AccountLog.Forgotten(account.Logger, account.Name);
        return null;
    }

    /// <summary>
    /// Clears what a connection left that came no further than to its key or its budget: the sweep knows such an account, and
    /// nobody has connected it. To be called under the lock.
    /// </summary>
    public async Task ClearAsync()
    {
        try
        {
            await AccountContext.ClearAsync(account.BudgetState);

            // With it the key, which may be there alone.
            await account.Credential.ClearStateAsync();
        }
        catch (Exception)
        {
            account.Fail();
            throw;
        }

        account.End();
    }

    private async Task<bool> RevokedAsync(OuraApp app, IssuedCredential credential)
    {
        try
        {
            await app.OAuth.RevokeAsync(credential.AccessToken, credential.RefreshToken, account.Stopping);
            return true;
        }
        catch (OuraException failure) when (failure.Failure is not (OuraFailure.Unavailable or OuraFailure.RateLimited))
        {
            // The grant is not known there any more, or never was: nothing is left to revoke.
            AccountLog.NotRevoked(account.Logger, failure, account.Name);
            return true;
        }
        catch (OuraException failure)
        {
            AccountLog.NotRevoked(account.Logger, failure, account.Name);
            return await account.ExclusivelyAsync(async () =>
            {
                account.Credential.State.RevokeAttempts++;
                await account.WriteAsync(account.Credential);
                return account.Credential.State.RevokeAttempts >= RevokeAttempts;
            });
        }
    }

    private IEventRouterGrain Router(CredentialState state) =>
        account.Grains.GetGrain<IEventRouterGrain>(new EventRouteKey(state.App, account.Key.OuraUser).ToString());

    private IMemberGrain Member(CredentialState state) => account.Grains.GetGrain<IMemberGrain>(state.Member!.Value.ToString());
}
