using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// Keeps an account's credential alive. Refresh tokens are single use, so a refresh goes in three steps: the lease is
/// stored, Oura is asked, the new pair is stored before anyone uses it. A crash before the call costs nothing but the
/// lease's time; after the call and before the write it costs the credential, which the next refresh finds out; after the
/// write, nothing.
/// </summary>
/// <param name="account">For log lines.</param>
/// <param name="state">The stored credential.</param>
/// <param name="exclusive">Held while the state is changed, never while Oura is asked.</param>
/// <param name="options">Times.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where to log.</param>
internal sealed class CredentialKeeper(
    string account,
    IPersistentState<CredentialState> state,
    SemaphoreSlim exclusive,
    AccountOptions options,
    TimeProvider clock,
    ILogger logger)
{
    private const int StoreAttempts = 20;
    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether the access token ends soon.</summary>
    public bool IsStale => state.State.Credential is { } credential && credential.ExpiresAt - options.RefreshAhead <= clock.GetUtcNow();

    /// <summary>Replaces the pair whose access token is given; does nothing when it was replaced already.</summary>
    /// <returns>When to try again, or null when there is nothing to wait for: look at the state.</returns>
    public async Task<TimeSpan?> RefreshAsync(OuraOAuthClient oauth, string accessToken)
    {
        Guid attempt = Guid.CreateVersion7(clock.GetUtcNow());
        string refreshToken;
        long generation;
        await exclusive.WaitAsync();
        try
        {
            CredentialState now = state.State;
            if (now.Status != ConnectionStatus.Connected || now.Credential is null || now.Credential.AccessToken != accessToken)
            {
                return null;
            }

            if (now.Lease is { } lease && lease.Until > clock.GetUtcNow())
            {
                return lease.Until - clock.GetUtcNow();
            }

            now.Lease = new RefreshLease { Attempt = attempt, Until = clock.GetUtcNow() + options.RefreshLease };
            await state.WriteStateAsync();
            refreshToken = now.Credential.RefreshToken;
            generation = now.Generation;
        }
        finally
        {
            exclusive.Release();
        }

        try
        {
            // No cancellation: once asked, the old token may be dead, and the answer is all there is.
            TokenPair pair = await oauth.RefreshAsync(refreshToken, CancellationToken.None);
            await StoreAsync(pair, attempt, generation);
            Count("ok");
            return null;
        }
        catch (OuraException refusal) when (refusal.Failure == OuraFailure.InvalidGrant)
        {
            Count("refused");
            await RefusedAsync(refreshToken);
            return null;
        }
        catch (OuraException failure)
        {
            Count(failure.Failure.ToString());
            await ReleaseAsync(attempt);
            return failure.RetryAfter ?? options.RetryPause;
        }
    }

    /// <summary>Notes that the member must connect again.</summary>
    public async Task NeedsReconnectAsync(ReconnectReason reason)
    {
        await exclusive.WaitAsync();
        try
        {
            await NeedsReconnectLockedAsync(reason);
        }
        finally
        {
            exclusive.Release();
        }
    }

    private static void Count(string outcome) => Instruments.Refreshes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private async Task StoreAsync(TokenPair pair, Guid attempt, long generation)
    {
        await exclusive.WaitAsync();
        try
        {
            for (int attempts = 1; ; attempts++)
            {
                CredentialState now = state.State;
                if (now.Generation != generation)
                {
                    // The write whose outcome was unknown did succeed, or the member connected anew meanwhile.
                    return;
                }

                now.Credential = new IssuedCredential
                {
                    AccessToken = pair.AccessToken,
                    RefreshToken = pair.RefreshToken,
                    ExpiresAt = clock.GetUtcNow() + pair.ExpiresIn,
                    Scopes = pair.Scopes ?? now.Credential?.Scopes ?? [],
                };
                now.Generation = generation + 1;
                now.Lease = null;
                try
                {
                    await state.WriteStateAsync();
                    return;
                }
                catch (Exception error) when (attempts < StoreAttempts)
                {
                    AccountLog.CredentialNotStored(logger, error, account);
                    await Task.Delay(StorePause, clock);
                    await TryReadAsync();
                }
            }
        }
        finally
        {
            exclusive.Release();
        }
    }

    /// <summary>Reads what is stored, so that the next write is based on it; when that fails too, the next round tries again.</summary>
    private async Task TryReadAsync()
    {
        try
        {
            await state.ReadStateAsync();
        }
        catch (Exception error)
        {
            AccountLog.CredentialNotStored(logger, error, account);
        }
    }

    /// <summary>A refusal counts only when the refused token is still the stored one.</summary>
    private async Task RefusedAsync(string refreshToken)
    {
        await exclusive.WaitAsync();
        try
        {
            await state.ReadStateAsync();
            if (state.State.Credential?.RefreshToken == refreshToken)
            {
                await NeedsReconnectLockedAsync(ReconnectReason.Refused);
            }
        }
        finally
        {
            exclusive.Release();
        }
    }

    private async Task ReleaseAsync(Guid attempt)
    {
        await exclusive.WaitAsync();
        try
        {
            if (state.State.Lease?.Attempt == attempt)
            {
                state.State.Lease = null;
                await state.WriteStateAsync();
            }
        }
        finally
        {
            exclusive.Release();
        }
    }

    private async Task NeedsReconnectLockedAsync(ReconnectReason reason)
    {
        state.State.Status = ConnectionStatus.NeedsReconnect;
        state.State.Reason = reason;
        state.State.Lease = null;
        await state.WriteStateAsync();
        AccountLog.NeedsReconnect(logger, account, reason);
    }
}
