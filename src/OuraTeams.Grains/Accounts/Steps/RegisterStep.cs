using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Makes an account known to its router and its member's teams, drops what the consent does not cover any more, has all days
/// sent again, and asks for the history after a new consent. Until all of that is stored, every activation does it again.
/// </summary>
internal sealed class RegisterStep(
    AccountKey account,
    AccountConnection connection,
    AccountInbox inbox,
    AccountCache cache,
    ReadingSchedule schedule,
    StateLock states,
    IGrainFactory grains,
    AccountOptions options,
    TimeProvider clock) : AccountStep(new RetryPolicy(options.RetryPause, LongestPause), clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private Task _underWay = Task.CompletedTask;

    /// <inheritdoc/>
    protected override DateTimeOffset? Due => connection.State is { IsHeld: true, Registered: false } ? AtOnce : null;

    /// <summary>Registers until the account is registered as it is now.</summary>
    /// <returns>False when it is not to be registered: the member has another ring, or it was disconnected meanwhile.</returns>
    public async Task<bool> RegisterAsync()
    {
        while (connection.State is { IsHeld: true, Registered: false })
        {
            // The worker may be running this step already.
            await (_underWay.IsCompleted ? _underWay = RegisterOnceAsync() : _underWay);
        }

        return connection.State.IsHeld;
    }

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        await RegisterAsync();
        return true;
    }

    private async Task RegisterOnceAsync()
    {
        ConnectionState began = connection.State;
        await states.RunAsync(PrepareCacheAsync);
        await grains.GetGrain<IEventRouterGrain>(new EventRouteKey(began.App, account.OuraUser).ToString()).AddAsync(account);
        Attachment? attachment = await grains.GetGrain<IMemberGrain>(began.Member!.Value.ToString()).AttachAsync(account, began.Incarnation);
        if (attachment is null)
        {
            await connection.ChangeAsync(state => ConnectionRules.Abandon(state, began.Registration, Guid.NewGuid()));
            return;
        }

        await states.RunAsync(async () =>
        {
            if (ConnectionRules.Registered(connection.State, began.Registration, attachment) is null)
            {
                // It was disconnected, or is to be registered again.
                return;
            }

            if (connection.State.HistoryWanted)
            {
                await inbox.WriteAsync(draft => schedule.MarkHistory(draft, connection.State, Now));
            }

            await connection.WriteAsync(state => ConnectionRules.Registered(state, began.Registration, attachment));
        });
    }

    /// <summary>Every day goes out again, the first time in this incarnation, and without what the consent does not cover; after a crash as well.</summary>
    private async Task PrepareCacheAsync()
    {
        MetricCache draft = cache.Draft();
        CacheChange change = draft.KeepOnly(Consent.Covered(connection.State));
        draft.ResendAll();
        if (change.Any || draft.HasUnsent)
        {
            await cache.WriteAsync(draft);
        }
        else
        {
            cache.Keep(draft);
        }
    }
}
