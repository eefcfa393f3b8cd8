using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Options;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>Tells the organization how the connection stands. The organization takes each change once.</summary>
internal sealed class AnnounceStep(
    AccountKey account, AccountConnection connection, IGrainFactory grains, AccountOptions options, TimeProvider clock)
    : AccountStep(new RetryPolicy(options.RetryPause, LongestPause), clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A connection that is not registered yet may still turn out to be none.</summary>
    protected override DateTimeOffset? Due =>
        connection.State is { Member: not null } state
        && state.AnnouncedChange != state.StatusChange
        && (state.Registered || state.Status == ConnectionStatus.Disconnected)
            ? AtOnce
            : null;

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        ConnectionState state = connection.State;
        await grains.GetGrain<IConnectionLogGrain>(account.Organization).NoteAsync(new ConnectionChange
        {
            Member = state.Member!.Value.Member,
            Incarnation = state.Incarnation,
            Change = state.StatusChange,
            Status = state.Status,
            Reason = state.Reason,
            At = Now,
        });
        await connection.ChangeAsync(now => ConnectionRules.Announced(now, state.StatusChange));
        return true;
    }
}
