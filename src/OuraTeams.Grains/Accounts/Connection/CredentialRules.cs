using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Grains.Accounts.Connection;

/// <summary>
/// How a credential is refreshed: pure transitions over the stored connection. Refresh tokens are single use, so a refresh
/// goes in three steps: the lease is stored, Oura is asked, the new pair is stored before anyone uses it. A transition
/// returns the next state, or null where there is nothing to change.
/// </summary>
internal static class CredentialRules
{
    /// <summary>No account refreshes further ahead than this many times <see cref="AccountOptions.RefreshAhead"/>, unless its token was refused.</summary>
    public const double MostAhead = 1.5;

    /// <summary>When the credential is refreshed ahead of its end; null for one that can't be, or that nobody waits for.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="share">A share of 0 to 1 that is the account's own: spreads the refreshes.</param>
    /// <param name="ahead">How long before its end at the latest.</param>
    public static DateTimeOffset? NextRefresh(ConnectionState state, double share, TimeSpan ahead) =>
        state is { Status: ConnectionStatus.Connected, Credential: { } credential, IsPersonalToken: false }
            ? credential.ExpiresAt - (ahead * (1 + ((MostAhead - 1) * share)))
            : null;

    /// <summary>Takes the lease of a refresh.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="accessToken">The access token of the pair that is to be replaced.</param>
    /// <param name="attempt">Who asks.</param>
    /// <param name="now">The time.</param>
    /// <param name="length">How long the lease lasts.</param>
    /// <param name="seen">When another's lease that is held ends at the latest: no lease lasts longer than that from the moment at which it was first seen, whatever the clock of its writer says.</param>
    /// <returns>The state with the lease; or none, and until when another holds it; or neither, when there is nothing to refresh or the pair was replaced already.</returns>
    public static (ConnectionState? Next, DateTimeOffset? HeldUntil) TakeLease(
        ConnectionState state, string accessToken, Guid attempt, DateTimeOffset now, TimeSpan length, DateTimeOffset seen)
    {
        if (state is not { Status: ConnectionStatus.Connected, IsPersonalToken: false, Credential: { } credential } || credential.AccessToken != accessToken)
        {
            return (null, null);
        }

        if (state.Lease is { } other && (other.Until < seen ? other.Until : seen) is var end && end > now)
        {
            return (null, end);
        }

        return (state with { Lease = new RefreshLease { Attempt = attempt, Until = now + length } }, null);
    }

    /// <summary>
    /// Keeps the new pair. One that brings another consent makes the account one that is to be registered: what is not covered
    /// any more is dropped, and what is covered anew is read, before anything else.
    /// </summary>
    /// <param name="state">The connection.</param>
    /// <param name="generation">The generation of the pair that was refreshed. Another one is left alone: the write succeeded before, or the member connected anew meanwhile.</param>
    /// <param name="pair">What Oura issued.</param>
    /// <param name="now">The time.</param>
    public static ConnectionState? Renew(ConnectionState state, long generation, TokenPair pair, DateTimeOffset now)
    {
        if (state.Generation != generation)
        {
            return null;
        }

        IReadOnlyList<string> before = state.Credential?.Scopes ?? [];

        // An answer that names none leaves the consent as it was (RFC 6749 sections 5.1 and 6).
        IReadOnlyList<string> scopes = pair.Scopes is { Count: > 0 } named ? named : before;
        bool isSame = scopes.ToHashSet(StringComparer.Ordinal).SetEquals(before);
        ConnectionState renewed = state with
        {
            Credential = new IssuedCredential
            {
                AccessToken = pair.AccessToken,
                RefreshToken = pair.RefreshToken,
                ExpiresAt = now + pair.ExpiresIn,
                Scopes = scopes,
            },
            Generation = state.Generation + 1,
            Lease = null,
            Registered = state.Registered && isSame,
            Registration = state.Registration + (isSame ? 0 : 1),
            HistoryWanted = state.HistoryWanted || !isSame,
        };
        return FollowedKinds.IsReadable(scopes)
            ? renewed
            : ConnectionRules.NeedReconnect(renewed, ReconnectReason.ScopesTooNarrow) ?? renewed;
    }

    /// <summary>Oura refuses the refresh token. That counts only when it is still the stored one: else another activation won the race.</summary>
    /// <param name="state">The connection as it is stored now.</param>
    /// <param name="refreshToken">The token that was refused.</param>
    /// <param name="now">The time.</param>
    /// <param name="ahead">See <see cref="AccountOptions.RefreshAhead"/>.</param>
    public static ConnectionState? Refuse(ConnectionState state, string refreshToken, DateTimeOffset now, TimeSpan ahead)
    {
        if (state.Credential is not { } credential || credential.RefreshToken != refreshToken)
        {
            return null;
        }

        // An access token that had its time before it and yet was refused: then not our pair was lost but the grant ended.
        bool isEarly = credential.ExpiresAt - (ahead * MostAhead) > now;
        return ConnectionRules.NeedReconnect(state, isEarly ? ReconnectReason.Revoked : ReconnectReason.Refused);
    }

    /// <summary>Gives up a lease: Oura was not asked, or gave no answer. Another attempt's lease is left alone.</summary>
    public static ConnectionState? Release(ConnectionState state, Guid attempt) =>
        state.Lease?.Attempt == attempt ? state with { Lease = null } : null;
}
