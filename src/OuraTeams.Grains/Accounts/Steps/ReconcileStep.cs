using OuraTeams.Contracts.Accounts;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>Asks for the newest days again when a comparison with Oura is due: webhooks get lost.</summary>
internal sealed class ReconcileStep(AccountConnection connection, AccountInbox inbox, ReadingSchedule schedule, AccountOptions options, TimeProvider clock)
    : AccountStep(new RetryPolicy(options.RetryPause, options.LongestRetryPause), clock)
{
    /// <inheritdoc/>
    protected override DateTimeOffset? Due => connection.State is { Status: ConnectionStatus.Connected, Registered: true } state
        ? schedule.NextReconcile(inbox.State, state.ConnectedAt ?? Now)
        : null;

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        await inbox.ChangeAsync(draft => schedule.MarkReconcile(draft, connection.State, Now));
        return true;
    }
}
