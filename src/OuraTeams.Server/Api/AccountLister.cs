using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;

namespace OuraTeams.Server.Api;

/// <summary>Lists the ring accounts of an organization from the slots of its teams, team by team in the order of their ids. Wakes no account.</summary>
internal sealed class AccountLister(IClusterClient cluster)
{
    /// <summary>Slots that are looked at for one answer: a filter that few pass must not keep the caller waiting.</summary>
    private const int MostLookedAt = 10_000;

    /// <summary>Slots that are asked for at once.</summary>
    private const int Stride = 200;

    /// <summary>Reads accounts from a place on.</summary>
    /// <param name="organization">Id of the organization.</param>
    /// <param name="status">Only these; null for all.</param>
    /// <param name="start">The place; null for the beginning.</param>
    /// <param name="count">Most accounts wanted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The slots, each with a summary, and the next place; null when the organization was not created.</returns>
    public async Task<(IReadOnlyList<SlotView> Accounts, string? Next)?> ListAsync(
        string organization, ConnectionStatus? status, string? start, int count, CancellationToken cancellation)
    {
        if (await cluster.GetGrain<IOrganizationGrain>(organization).GetAsync() is not { } view)
        {
            return null;
        }

        (string firstTeam, SlotPlace? after) = Read(start);
        var found = new List<SlotView>();
        int looked = 0;
        foreach (string team in view.Teams.Order(StringComparer.Ordinal).SkipWhile(team => string.CompareOrdinal(team, firstTeam) < 0))
        {
            after = team == firstTeam ? after : null;
            do
            {
                if (found.Count == count || looked >= MostLookedAt)
                {
                    return (found, $"{team}/{Places.Text(after)}");
                }

                SlotPage? page = await cluster.GetGrain<ITeamGrain>(new TeamKey(organization, team).ToString())
                    .ListSlotsAsync(after, Math.Min(Stride, count - found.Count), cancellation);
                looked += Stride;

                // A member of several teams is listed with the first.
                found.AddRange(page?.Slots.Where(slot => slot is { IsFirstTeam: true, Summary: { Status: not ConnectionStatus.Disconnected } summary } && (status is null || summary.Status == status)) ?? []);
                after = page?.Next;
            }
            while (after is not null);
        }

        return (found, null);
    }

    private static (string Team, SlotPlace? After) Read(string? start) =>
        start?.Split('/') is [var team, var place] ? (team, Places.Slot(place)) : ("", null);
}
