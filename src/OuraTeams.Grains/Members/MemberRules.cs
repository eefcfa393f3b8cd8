using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Members;

/// <summary>How a member's state changes: each rule answers the state that follows.</summary>
internal static class MemberRules
{
    /// <summary>The first team that the member is in and not about to leave; null when there is none.</summary>
    public static TeamPlace? First(MemberState state) => state.Teams.FirstOrDefault(place => !place.IsLeaving);

    /// <summary>Whether the member is in a team and not about to leave it.</summary>
    public static bool IsIn(MemberState state, TeamKey team) => state.Teams.Any(place => place.Team == team && !place.IsLeaving);

    /// <summary>Adds a team. Where the member is in it already, the place is the new one.</summary>
    public static MemberState Join(MemberState state, TeamKey team, int partition)
    {
        var place = new TeamPlace { Team = team, Partition = partition };
        bool known = state.Teams.Any(other => other.Team == team);
        return state with
        {
            Teams = known ? [.. state.Teams.Select(other => other.Team == team ? place : other)] : [.. state.Teams, place],
            TeamsChanged = state.Account is not null,
        };
    }

    /// <summary>Notes that the member is leaving a team.</summary>
    public static MemberState BeginLeaving(MemberState state, TeamKey team) =>
        state with { Teams = [.. state.Teams.Select(place => place.Team == team ? place with { IsLeaving = true } : place)] };

    /// <summary>Takes a team out that the member is leaving; null when nothing is left of the member.</summary>
    public static MemberState? Leave(MemberState state, TeamKey team)
    {
        List<TeamPlace> rest = [.. state.Teams.Where(place => place.Team != team || !place.IsLeaving)];
        return rest.Count == 0 ? null : state with { Teams = rest, TeamsChanged = state.Account is not null };
    }

    /// <summary>Ties a ring account to the member. The incarnation never falls, whichever account asks.</summary>
    /// <returns>The state, the same when nothing changes; null when the member is gone or has another ring.</returns>
    public static MemberState? Attach(MemberState state, AccountKey account, long incarnation)
    {
        if (state.DisplayName is null || First(state) is null || (state.Account is { } other && other != account))
        {
            return null;
        }

        long granted = incarnation >= state.Incarnation ? incarnation : state.Incarnation + 1;
        return state is { Disconnected: false, TeamsChanged: false } && state.Account == account && state.Incarnation == granted
            ? state
            : state with { Account = account, Incarnation = granted, Disconnected = false, TeamsChanged = false };
    }
}
