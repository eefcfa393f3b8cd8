using OuraTeams.Contracts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Organizations;

/// <summary>A tenant and the list of its teams.</summary>
[GrainType(Names.Organization)]
internal sealed class OrganizationGrain : Grain, IOrganizationGrain, IDisposable
{
    private readonly IPersistentState<OrganizationState> _state;
    private readonly StateLock _lock;

    public OrganizationGrain([PersistentState("organization", Names.Storage)] IPersistentState<OrganizationState> state)
    {
        _state = state;
        _lock = new StateLock(DeactivateOnIdle);
    }

    public void Dispose() => _lock.Dispose();

    public async Task<CreateOrganizationOutcome> CreateAsync(OrganizationSettings settings)
    {
        if (_state.State.Settings is not null)
        {
            return CreateOrganizationOutcome.Exists;
        }

        // The directory is written first: an entry without an organization is skipped, but an organization without an entry would not be listed.
        if (!await Directory().AddAsync(this.GetPrimaryKeyString()))
        {
            return CreateOrganizationOutcome.TooMany;
        }

        await ChangeAsync(new OrganizationState { Settings = settings });
        return CreateOrganizationOutcome.Created;
    }

    public Task<OrganizationView?> GetAsync() => Task.FromResult(View());

    public async Task<OrganizationView?> UpdateAsync(string displayName)
    {
        if (_state.State.Settings is { } settings && settings.DisplayName != displayName)
        {
            await ChangeAsync(_state.State with { Settings = settings with { DisplayName = displayName } });
        }

        return View();
    }

    public async Task<CreateTeamOutcome> CreateTeamAsync(string team, TeamSettings settings)
    {
        if (_state.State is not { Settings: not null, IsBeingDeleted: false })
        {
            return CreateTeamOutcome.NoOrganization;
        }

        if (_state.State.Teams.Count >= IOrganizationGrain.MostTeams)
        {
            return CreateTeamOutcome.TooMany;
        }

        // The team is written first: after a crash between the two writes, a repeated request adds the team to the list.
        bool created = await Team(team).CreateAsync(settings);
        if (_state.State.Teams.Contains(team))
        {
            return CreateTeamOutcome.Exists;
        }

        await ChangeAsync(_state.State with { Teams = [.. _state.State.Teams, team] });
        return created ? CreateTeamOutcome.Created : CreateTeamOutcome.Exists;
    }

    public async Task<bool> RemoveTeamAsync(string team)
    {
        if (!_state.State.Teams.Contains(team) || !await Team(team).ClearAsync())
        {
            return false;
        }

        await ChangeAsync(_state.State with { Teams = [.. _state.State.Teams.Where(other => other != team)] });
        return true;
    }

    public async Task<DeletionProgress> BeginDeletionAsync(bool force)
    {
        if (_state.State.Settings is null)
        {
            // A deletion that was interrupted may have left this.
            await ClearRestAsync();
            return DeletionProgress.NotFound;
        }

        if (!force && _state.State.Teams.Count > 0)
        {
            return DeletionProgress.NotEmpty;
        }

        if (!_state.State.IsBeingDeleted)
        {
            await ChangeAsync(_state.State with { IsBeingDeleted = true });
        }

        return _state.State.Teams.Count > 0 ? DeletionProgress.GoesOn : DeletionProgress.Emptied;
    }

    public async Task<bool> ClearAsync()
    {
        if (_state.State is not { IsBeingDeleted: true, Teams.Count: 0 })
        {
            return false;
        }

        await _lock.RunAsync(() => _lock.ClearAsync(_state));
        await ClearRestAsync();
        return true;
    }

    /// <summary>Clears what others keep of the organization. Its own state is cleared before: from then on nothing is added.</summary>
    private async Task ClearRestAsync()
    {
        await GrainFactory.GetGrain<IConnectionLogGrain>(this.GetPrimaryKeyString()).ClearAsync();
        await Directory().RemoveAsync(this.GetPrimaryKeyString());
    }

    private OrganizationView? View() => _state.State.Settings is not { } settings
        ? null
        : new OrganizationView { Settings = settings, Teams = _state.State.Teams };

    private Task ChangeAsync(OrganizationState candidate) => _lock.RunAsync(() => _lock.WriteAsync(_state, candidate));

    private ITeamGrain Team(string team) => GrainFactory.GetGrain<ITeamGrain>(new TeamKey(this.GetPrimaryKeyString(), team).ToString());

    private IOrganizationDirectoryGrain Directory() =>
        GrainFactory.GetGrain<IOrganizationDirectoryGrain>(OrganizationDirectory.KeyOf(this.GetPrimaryKeyString()));
}
