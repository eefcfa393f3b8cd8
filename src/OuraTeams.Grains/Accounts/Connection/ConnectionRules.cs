using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Kinds;

namespace OuraTeams.Grains.Accounts.Connection;

/// <summary>
/// How a ring account comes to be connected, registered, refused and disconnected: pure transitions over its stored
/// connection. A transition returns the next state, or null where there is nothing to change.
/// </summary>
internal static class ConnectionRules
{
    /// <summary>Why an account can't be connected by a request; null when it can.</summary>
    public static ConnectOutcome? RefusalOf(ConnectionState state, ConnectRequest request) =>
        state.Member is { } holder && holder != request.Member ? ConnectOutcome.RingTaken : null;

    /// <summary>A member brings their consent: a new incarnation, which is not registered yet.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="request">The consent.</param>
    /// <param name="now">The time.</param>
    public static ConnectionState Connect(ConnectionState state, ConnectRequest request, DateTimeOffset now)
    {
        bool isReadable = request.IsPersonalToken || FollowedKinds.IsReadable(request.Credential.Scopes);
        return state with
        {
            Member = request.Member,
            App = request.App,
            Status = isReadable ? ConnectionStatus.Connected : ConnectionStatus.NeedsReconnect,
            Reason = isReadable ? ReconnectReason.None : ReconnectReason.ScopesTooNarrow,
            ConnectedAt = now,
            Credential = request.Credential,
            IsPersonalToken = request.IsPersonalToken,
            Generation = state.Generation + 1,
            Lease = null,
            Incarnation = state.Incarnation + 1,
            Registered = false,
            Registration = state.Registration + 1,
            HistoryWanted = true,

            // Later than any count of an earlier connection, whose state is forgotten: else this change would pass for an old one.
            StatusChange = Math.Max(state.StatusChange + 1, now.UtcTicks),
            Revocation = null,
        };
    }

    /// <summary>Has a connected account register again: its member joined or left a team.</summary>
    public static ConnectionState? RegisterAgain(ConnectionState state) => !state.IsHeld ? null : state with
    {
        Registered = false,
        Registration = state.Registration + 1,
    };

    /// <summary>Keeps what registering brought; nothing when the account was disconnected or asked to register again meanwhile.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="registration">Which registration it was.</param>
    /// <param name="attachment">What the member's teams answered.</param>
    public static ConnectionState? Registered(ConnectionState state, long registration, Attachment attachment) =>
        !state.IsHeld || state.Registration != registration ? null : state with
        {
            Registered = true,
            HistoryWanted = false,
            Incarnation = attachment.Incarnation,
            Partitions = attachment.Partitions,
        };

    /// <summary>
    /// The member can't have this ring: the account is to be forgotten like one that was connected, so that its grant is revoked
    /// and no record and no key is left. For the member and their organization nothing has changed: nothing is announced.
    /// </summary>
    /// <param name="state">The connection.</param>
    /// <param name="registration">Which registration found that out.</param>
    /// <param name="revocation">Key of the unit that revokes the grant.</param>
    public static ConnectionState? Abandon(ConnectionState state, long registration, Guid revocation) =>
        !state.IsHeld || state.Registration != registration ? null : Ended(state, revocation) with { AnnouncedChange = state.StatusChange };

    /// <summary>The member or the organization ends the connection.</summary>
    /// <param name="state">The connection.</param>
    /// <param name="revocation">Key of the unit that revokes the grant.</param>
    public static ConnectionState? Disconnect(ConnectionState state, Guid revocation) =>
        !state.IsHeld ? null : Ended(state, revocation) with { StatusChange = state.StatusChange + 1 };

    /// <summary>Oura does not serve the member any more until they connect again.</summary>
    public static ConnectionState? NeedReconnect(ConnectionState state, ReconnectReason reason) =>
        state.Status != ConnectionStatus.Connected ? null : state with
        {
            Status = ConnectionStatus.NeedsReconnect,
            Reason = reason,
            StatusChange = state.StatusChange + 1,
            Lease = null,
        };

    /// <summary>The organization knows of a change; a later one that came meanwhile is still to be announced.</summary>
    public static ConnectionState? Announced(ConnectionState state, long change) =>
        state.AnnouncedChange >= change ? null : state with { AnnouncedChange = change };

    private static ConnectionState Ended(ConnectionState state, Guid revocation) => state with
    {
        Status = ConnectionStatus.Disconnected,
        Reason = ReconnectReason.None,
        Incarnation = state.Incarnation + 1,
        Lease = null,
        Revocation = revocation,
    };
}
