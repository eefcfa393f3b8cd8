using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Sends changed days to the partitions of the member's teams. They replace by version, so that a repeat does no harm. Teams
/// that can't be told don't keep the account from reading.
/// </summary>
internal sealed class SendStep(
    AccountKey account,
    AccountConnection connection,
    AccountCache cache,
    UnsentDays unsent,
    StateLock states,
    IGrainFactory grains,
    AccountOptions options,
    TimeProvider clock,
    ILogger logger) : AccountStep(new RetryPolicy(options.RetryPause, LongestPause), clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private bool _begun;

    /// <inheritdoc/>
    protected override DateTimeOffset? Due =>
        connection.State is { IsHeld: true, Registered: true }
        && (cache.Rules.HasUnsent || (!_begun && cache.State.RecentlySent is { Count: > 0 }))
            ? AtOnce
            : null;

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        if (!_begun)
        {
            // The activation before may have sent them to partitions that have been given up since.
            await cache.KeepAsync(draft => draft.ResendRecent(Now));
            _begun = true;
        }

        using Activity? span = unsent.Traces.Start("send days");
        (ConnectionState began, MemberDays days) = await states.RunAsync(() => Task.FromResult((connection.State, new MemberDays
        {
            Member = connection.State.Member!.Value,
            Incarnation = connection.State.Incarnation,
            Days = cache.Rules.UnsentRows(),
            OldestEvent = unsent.Take(),
        })));
        bool[] taken;
        try
        {
            taken = await Task.WhenAll(began.Partitions.Select(partition =>
                grains.GetGrain<ITeamPartitionGrain>(partition.ToString()).ReplaceAsync(days)));
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            AccountLog.SendFailed(logger, error, account.ToString());
            unsent.Add(days.OldestEvent);
            return false;
        }

        if (!taken.All(was => was))
        {
            // The member left a team, or a team knows a later incarnation: the teams are asked which they are.
            unsent.Add(days.OldestEvent);
            await connection.ChangeAsync(state => state.Registration == began.Registration ? ConnectionRules.RegisterAgain(state) : null);
            return false;
        }

        await cache.KeepAsync(draft =>
        {
            // Registered anew meanwhile, all days are to be sent once more, also those that were sent just now.
            if (connection.State.Registration == began.Registration && connection.State.Incarnation == began.Incarnation)
            {
                draft.Sent(days.Days, Now);
            }
        });
        return true;
    }
}
