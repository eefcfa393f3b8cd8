using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Keeps an account's credential alive. Refresh tokens are single use, so a refresh goes in three steps: the lease is
/// stored, Oura is asked, the new pair is stored before anyone uses it. A crash before the call costs nothing but the
/// lease's time; after the call and before the write it costs the credential, which the next refresh finds out; after the
/// write, nothing.
/// </summary>
internal sealed class RefreshStep(
    AccountKey account,
    AccountConnection connection,
    TokenHealth token,
    OuraApps apps,
    StateLock states,
    AccountOptions options,
    double share,
    TimeProvider clock,
    ILogger logger) : AccountStep(new RetryPolicy(options.RetryPause, options.LongestRetryPause), clock)
{
    private readonly TimeProvider _clock = clock;

    /// <summary>The lease of another attempt that was seen last, and when it ends at the latest.</summary>
    private (Guid Attempt, DateTimeOffset End) _seen;

    /// <summary>Not to be tried before: Oura could not refresh, or another attempt holds the lease.</summary>
    private DateTimeOffset _pausedUntil;

    /// <summary>Not to be tried ahead of the token's end before: a token that lives no longer than that would be refreshed for ever.</summary>
    private DateTimeOffset _aheadFrom;

    /// <summary>Completes when no refresh is between its question and the write of the answer: an activation must not end before.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    /// <summary>Some time before the token's end, or at once when Oura refused it.</summary>
    protected override DateTimeOffset? Due =>
        CredentialRules.NextRefresh(connection.State, share, options.RefreshAhead) is { } ahead
            ? Later(token.IsRefused(connection.State) ? AtOnce : Later(ahead, _aheadFrom), _pausedUntil)
            : null;

    /// <inheritdoc/>
    protected override async Task<bool> DoAsync()
    {
        if (apps.Find(connection.State.App) is not { } app)
        {
            AccountLog.NoApp(logger, account.ToString(), connection.State.App);
            _pausedUntil = Now + options.LongestRetryPause;
            return true;
        }

        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Settled = settled.Task;
        try
        {
            await RefreshAsync(app.OAuth);
            return true;
        }
        finally
        {
            settled.TrySetResult();
        }
    }

    private async Task RefreshAsync(OuraOAuthClient oauth)
    {
        Guid attempt = Guid.CreateVersion7(Now);
        if (await LeaseAsync(attempt) is not { } leased)
        {
            return;
        }

        states.Stopping.ThrowIfCancellationRequested();
        string refreshToken = leased.Credential!.RefreshToken;
        try
        {
            // Not cancelled: once Oura was asked, the old token may be invalid, and only the answer has the new one.
            TokenPair pair = await oauth.RefreshAsync(refreshToken, CancellationToken.None);
            await connection.StoreToTheEndAsync(state => CredentialRules.Renew(state, leased.Generation, pair, Now), _clock, logger, account.ToString());
            Instruments.Refreshed(null);
            _aheadFrom = Now + (pair.ExpiresIn / 2);
        }
        catch (OuraException refusal) when (refusal.Failure == OuraFailure.InvalidGrant)
        {
            Instruments.Refreshed(OuraFailure.InvalidGrant);
            if (await connection.ChangeStoredAsync(state => CredentialRules.Refuse(state, refreshToken, Now, options.RefreshAhead)))
            {
                AccountLog.NeedsReconnect(logger, account.ToString(), connection.State.Reason);
            }
        }
        catch (OuraException failure)
        {
            Instruments.Refreshed(failure.Failure);
            await connection.ChangeAsync(state => CredentialRules.Release(state, attempt));
            _pausedUntil = Now + (failure.RetryAfter > options.RetryPause ? failure.RetryAfter.Value : options.RetryPause);
        }
    }

    /// <summary>Stores the lease; null when another attempt holds one, or nothing is to be refreshed any more.</summary>
    private Task<ConnectionState?> LeaseAsync(Guid attempt) => states.RunAsync(async () =>
    {
        ConnectionState state = connection.State;
        if (state.Credential is not { } credential)
        {
            return null;
        }

        if (state.Lease is { } other && _seen.Attempt != other.Attempt)
        {
            _seen = (other.Attempt, Now + options.RefreshLease);
        }

        (ConnectionState? next, DateTimeOffset? heldUntil) =
            CredentialRules.TakeLease(state, credential.AccessToken, attempt, Now, options.RefreshLease, _seen.End);
        if (heldUntil is { } end)
        {
            // Another activation holds the lease, or ended while it held it. Until the lease ends, the old token is used.
            _pausedUntil = end;
        }

        return next is not null && await connection.WriteAsync(_ => next) ? next : null;
    });
}
