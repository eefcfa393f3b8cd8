using OuraTeams.Contracts.States;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Grains.Accounts.Connection;

/// <summary>What a member's consent lets an account read.</summary>
internal static class Consent
{
    /// <summary>Whether a kind may be asked for.</summary>
    public static bool Allows(ConnectionState state, OuraKind kind) =>
        state.Credential is { } credential && (state.IsPersonalToken || kind.IsOpenTo(credential.Scopes));

    /// <summary>The kinds that may be asked for.</summary>
    public static IEnumerable<OuraKind> Granted(ConnectionState state) => FollowedKinds.All.Where(kind => Allows(state, kind));

    /// <summary>The kinds, as routes name them, that the consent covers in what they say. Of a person's own data their id needs no consent, and is not kept.</summary>
    public static IReadOnlySet<string> Covered(ConnectionState state) => Granted(state)
        .Where(kind => kind != OuraKind.PersonalInfo
            || state.IsPersonalToken
            || state.Credential!.Scopes.Contains(OuraScopes.Personal, StringComparer.Ordinal))
        .Select(kind => kind.Name)
        .ToHashSet(StringComparer.Ordinal);
}
