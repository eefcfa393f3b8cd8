using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>A tenant and the list of its teams.</summary>
[GrainType(Names.Organization)]
internal sealed class OrganizationGrain(
    [PersistentState("organization", Names.Storage)] IPersistentState<OrganizationState> state) : Grain, IOrganizationGrain
{
    public async Task<bool> CreateAsync(OrganizationSettings settings)
    {
        if (state.State.Settings is not null)
        {
            return false;
        }

        await state.ChangeAsync(state.State with { Settings = settings }, this);
        return true;
    }

    public Task<OrganizationView?> GetAsync() => Task.FromResult(state.State.Settings is not { } settings
        ? null
        : new OrganizationView { Settings = settings, Teams = [.. state.State.Teams] });

    public async Task<CreateTeamOutcome> CreateTeamAsync(string team, TeamSettings settings)
    {
        if (state.State.Settings is null)
        {
            return CreateTeamOutcome.NoOrganization;
        }

        // The team first: a crash between the two leaves a team that a repeat of the request puts on the list.
        string key = new TeamKey(this.GetPrimaryKeyString(), team).ToString();
        bool created = await GrainFactory.GetGrain<ITeamGrain>(key).CreateAsync(settings);
        if (state.State.Teams.Contains(team))
        {
            return CreateTeamOutcome.Exists;
        }

        await state.ChangeAsync(state.State with { Teams = [.. state.State.Teams, team] }, this);
        return created ? CreateTeamOutcome.Created : CreateTeamOutcome.Exists;
    }
}
