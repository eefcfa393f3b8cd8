using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Tells the partitions of the member's teams how the account stands, so that a list of the fleet asks no account: a change of the
/// connection at once, everything else once a minute at most. Every activation tells it once.
/// </summary>
internal sealed class ReportStep(
    AccountConnection connection, AccountInbox inbox, AccountCache cache, IGrainFactory grains, AccountOptions options, TimeProvider clock)
    : AccountStep(new RetryPolicy(options.RetryPause, LongestPause), clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportPause = TimeSpan.FromMinutes(1);

    private AccountSummary? _told;
    private long _registration;
    private DateTimeOffset _toldAt;

    /// <inheritdoc/>
    protected override DateTimeOffset? Due
    {
        get
        {
            if (connection.State is not { IsHeld: true, Registered: true } state)
            {
                return null;
            }

            AccountSummary now = AccountReport.Of(state, inbox, cache.State);
            return _told is null || _registration != state.Registration || _told.Status != now.Status || _told.Reason != now.Reason ? AtOnce
                : _told.IsSameAs(now) ? null
                : _toldAt + ReportPause;
        }
    }

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        ConnectionState state = connection.State;
        AccountSummary summary = AccountReport.Of(state, inbox, cache.State);
        await Task.WhenAll(state.Partitions.Select((partition, place) => grains.GetGrain<ITeamPartitionGrain>(partition.ToString())
            .NoteSummaryAsync(state.Member!.Value, state.Incarnation, summary, isFirstTeam: place == 0)));
        (_told, _registration, _toldAt) = (summary, state.Registration, Now);
        return true;
    }
}
