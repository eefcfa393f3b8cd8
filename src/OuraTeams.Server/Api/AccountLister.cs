using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>Walks the rosters of an organization's teams for the ring accounts of its members.</summary>
internal sealed class AccountLister(IClusterClient cluster)
{
    /// <summary>Members that are looked at for one answer: a filter that few pass must not keep the caller waiting.</summary>
    private const int MostLookedAt = 1_000;

    /// <summary>Members that are asked for at once.</summary>
    private const int Stride = 100;

    /// <summary>Reads accounts from a place on.</summary>
    /// <param name="organization">Id of the organization.</param>
    /// <param name="status">Only these; null for all.</param>
    /// <param name="start">The place.</param>
    /// <param name="count">Most accounts wanted.</param>
    /// <returns>The members whose accounts they are, and the next place; null when the organization was not created.</returns>
    public async Task<(IReadOnlyList<MemberView> Members, Place? Next)?> ListAsync(string organization, ConnectionStatus? status, Place start, int count)
    {
        if (await cluster.GetGrain<IOrganizationGrain>(organization).GetAsync() is not { } view)
        {
            return null;
        }

        var found = new List<MemberView>();
        int looked = 0;
        Place place = start;
        while (place.Team < view.Teams.Count)
        {
            if (found.Count == count || looked >= MostLookedAt)
            {
                return (found, place);
            }

            var team = new TeamKey(organization, view.Teams[place.Team]);
            int stride = Math.Min(Stride, count - found.Count);
            RosterPage? page = await cluster.GetGrain<ITeamGrain>(team.ToString()).ListMembersAsync(place.Member, stride);

            // A member of several teams is listed with the first.
            found.AddRange(page?.Members.Where(member =>
                member.Account is { } account && (member.Teams.Count == 0 || member.Teams[0] == team) && (status is null || account.Summary.Status == status)) ?? []);
            looked += stride;
            place = page?.Next is { } next ? place with { Member = next } : new Place(place.Team + 1, 0);
        }

        return (found, null);
    }

    /// <summary>A place in the rosters.</summary>
    /// <param name="Team">Index of the team in the organization's list.</param>
    /// <param name="Member">Index of the member in the team's roster.</param>
    internal readonly record struct Place(int Team, int Member);
}
