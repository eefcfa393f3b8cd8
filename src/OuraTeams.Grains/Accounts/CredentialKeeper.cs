using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// Keeps an account's credential alive. Refresh tokens are single use, so a refresh goes in three steps: the lease is
/// stored, Oura is asked, the new pair is stored before anyone uses it. A crash before the call costs nothing but the
/// lease's time; after the call and before the write it costs the credential, which the next refresh finds out; after the
/// write, nothing.
/// </summary>
/// <param name="account">Whose.</param>
internal sealed class CredentialKeeper(AccountContext account)
{
    /// <summary>How often a pair is written once the activation must end.</summary>
    private const int StoreAttempts = 20;

    /// <summary>No account refreshes further ahead than this many times <see cref="AccountOptions.RefreshAhead"/>, unless its token was refused.</summary>
    private const double MostAhead = 1.5;

    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);

    /// <summary>The lease of somebody else that was seen last, and when it ends at the latest.</summary>
    private (Guid Attempt, DateTimeOffset End) _seen;

    /// <summary>Completes when no refresh is between its question and the write of the answer: an activation must not end before.</summary>
    public Task Settled { get; private set; } = Task.CompletedTask;

    private IPersistentState<CredentialState> State => account.Credential;

    /// <summary>Replaces the pair whose access token is given; does nothing when it was replaced already.</summary>
    /// <returns>When to try again, or null when there is nothing to wait for: look at the state.</returns>
    public async Task<TimeSpan?> RefreshAsync(OuraOAuthClient oauth, string accessToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Settled = settled.Task;
        try
        {
            return await AskAsync(oauth, accessToken);
        }
        finally
        {
            settled.TrySetResult();
        }
    }

    private async Task<TimeSpan?> AskAsync(OuraOAuthClient oauth, string accessToken)
    {
        Guid attempt = Guid.CreateVersion7(account.Now);
        (TimeSpan? Wait, string? RefreshToken, long Generation) lease = await account.ExclusivelyAsync(() => LeaseAsync(attempt, accessToken));
        if (lease.RefreshToken is not { } refreshToken)
        {
            return lease.Wait;
        }

        account.Stopping.ThrowIfCancellationRequested();
        try
        {
            // No cancellation: once asked, the old token may be dead, and the answer is all there is.
            TokenPair pair = await oauth.RefreshAsync(refreshToken, CancellationToken.None);
            await account.ExclusivelyAtAnyCostAsync(() => StoreAsync(pair, lease.Generation));
            Instruments.Refreshed(null);
            return null;
        }
        catch (OuraException refusal) when (refusal.Failure == OuraFailure.InvalidGrant)
        {
            Instruments.Refreshed(OuraFailure.InvalidGrant);
            await account.ExclusivelyAsync(() => RefusedAsync(refreshToken));
            return null;
        }
        catch (OuraException failure)
        {
            Instruments.Refreshed(failure.Failure);
            await account.ExclusivelyAsync(() => ReleaseAsync(attempt));
            return failure.RetryAfter > account.Options.RetryPause ? failure.RetryAfter : account.Options.RetryPause;
        }
    }

    /// <summary>Notes that the member must connect again.</summary>
    public Task NeedsReconnectAsync(ReconnectReason reason) => account.ExclusivelyAsync(() => NoteAsync(reason));

    private async Task<(TimeSpan? Wait, string? RefreshToken, long Generation)> LeaseAsync(Guid attempt, string accessToken)
    {
        CredentialState now = State.State;
        if (now.Status != ConnectionStatus.Connected || now.Credential is null || now.Credential.AccessToken != accessToken)
        {
            return (null, null, 0);
        }

        if (now.Lease is { } lease && LeaseEnd(lease) is var end && end > account.Now)
        {
            return (end - account.Now, null, 0);
        }

        now.Lease = new RefreshLease { Attempt = attempt, Until = account.Now + account.Options.RefreshLease };
        await account.WriteAsync(State);
        return (null, now.Credential.RefreshToken, now.Generation);
    }

    /// <summary>A lease ends no later than it lasts from the moment at which it was seen: a silo whose clock was ahead may have written it.</summary>
    private DateTimeOffset LeaseEnd(RefreshLease lease)
    {
        if (_seen.Attempt != lease.Attempt)
        {
            _seen = (lease.Attempt, account.Now + account.Options.RefreshLease);
        }

        return lease.Until < _seen.End ? lease.Until : _seen.End;
    }

    /// <summary>
    /// Writes the new pair as long as it takes: it exists nowhere else. An activation that must end tries for some seconds
    /// more, past its end: the runtime ends activations whenever the cluster changes, and takes their own states from them.
    /// </summary>
    private async Task StoreAsync(TokenPair pair, long generation)
    {
        // Taken here: this may go on after the activation's own end.
        CancellationToken stopping = account.Stopping;
        IPersistentState<CredentialState> store = account.OwnCredential();
        for (int attempts = 1; ; attempts++)
        {
            try
            {
                await store.ReadStateAsync();
                if (store.State.Generation == generation)
                {
                    store.State = Renewed(store.State, pair);
                    await store.WriteStateAsync();
                }

                // Another generation: a write whose outcome was unknown did succeed, or the member connected anew meanwhile.
                break;
            }
            catch (Exception error) when (attempts < StoreAttempts || !stopping.IsCancellationRequested)
            {
                AccountLog.CredentialNotStored(account.Logger, error, account.Name);
                await Task.Delay(StorePause, account.Clock);
            }
        }

        await RememberAsync();
    }

    /// <summary>
    /// The state with its next pair. One that brings another consent makes the account a connection half made: what is not
    /// covered any more is dropped, and what is covered anew is read, before anything else.
    /// </summary>
    private CredentialState Renewed(CredentialState state, TokenPair pair)
    {
        IReadOnlyList<string> before = state.Credential?.Scopes ?? [];

        // An answer that names none leaves the consent as it was (RFC 6749 sections 5.1 and 6).
        IReadOnlyList<string> scopes = pair.Scopes is { Count: > 0 } named ? named : before;
        CredentialState renewed = state with
        {
            Credential = new IssuedCredential
            {
                AccessToken = pair.AccessToken,
                RefreshToken = pair.RefreshToken,
                ExpiresAt = account.Now + pair.ExpiresIn,
                Scopes = scopes,
            },
            Generation = state.Generation + 1,
            Lease = null,
            Registered = state.Registered && scopes.ToHashSet(StringComparer.Ordinal).SetEquals(before),
        };
        return state.Status != ConnectionStatus.Connected || FollowedKinds.IsReadable(scopes) ? renewed : renewed with
        {
            Status = ConnectionStatus.NeedsReconnect,
            Reason = ReconnectReason.ScopesTooNarrow,
            StatusChange = state.StatusChange + 1,
        };
    }

    /// <summary>Has the activation know what was stored past it; one that can't read it, or is over, ends.</summary>
    private async Task RememberAsync()
    {
        try
        {
            await State.ReadStateAsync();
        }
        catch (Exception error)
        {
            AccountLog.CredentialNotRead(account.Logger, error, account.Name);
            account.Fail();
        }
    }

    /// <summary>A refusal counts only when the refused token is still the stored one: else somebody else won a race.</summary>
    private async Task<bool> RefusedAsync(string refreshToken)
    {
        await State.ReadStateAsync();
        if (State.State.Credential is { } credential && credential.RefreshToken == refreshToken)
        {
            // An access token that had its time before it and yet was refused: then not our pair was lost but the grant ended.
            bool early = credential.ExpiresAt - (account.Options.RefreshAhead * MostAhead) > account.Now;
            await NoteAsync(early ? ReconnectReason.Revoked : ReconnectReason.Refused);
        }

        return true;
    }

    private async Task<bool> ReleaseAsync(Guid attempt)
    {
        if (State.State.Lease?.Attempt == attempt)
        {
            State.State.Lease = null;
            await account.WriteAsync(State);
        }

        return true;
    }

    private async Task<bool> NoteAsync(ReconnectReason reason)
    {
        if (State.State.Status != ConnectionStatus.Connected)
        {
            return false;
        }

        State.State.Status = ConnectionStatus.NeedsReconnect;
        State.State.Reason = reason;
        State.State.StatusChange++;
        State.State.Lease = null;
        await account.WriteAsync(State);
        AccountLog.NeedsReconnect(account.Logger, account.Name, reason);
        return true;
    }
}
