using Microsoft.Extensions.Options;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>A tenant and the list of its teams.</summary>
[GrainType(Names.Organization)]
internal sealed class OrganizationGrain(
    [PersistentState("organization", Names.Storage)] IPersistentState<OrganizationState> state,
    [PersistentState("connections", Names.Storage)] IPersistentState<ConnectionLogState> connections,
    IOptions<TeamOptions> options,
    TimeProvider clock) : Grain, IOrganizationGrain, IDisposable
{
    /// <summary>Changes of connections that are kept.</summary>
    private const int MostChanges = 1_000;

    private readonly SemaphoreSlim _exclusive = new(1);
    private TaskCompletionSource _nextChange = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _exclusive.Dispose();

    public async Task NoteConnectionAsync(ConnectionChange change)
    {
        await _exclusive.WaitAsync();
        try
        {
            ConnectionLogState log = connections.State;
            if (log.Changes.Any(known => known.Change.Account == change.Account && known.Change.Change >= change.Change))
            {
                return;
            }

            var numbered = new NumberedConnectionChange(log.Newest + 1, change);
            await connections.ChangeAsync(
                new ConnectionLogState { Changes = [.. log.Changes.TakeLast(MostChanges - 1), numbered], Newest = numbered.Number }, this);
            Instruments.ConnectionChanged(change.Status, change.Reason);
            TaskCompletionSource waiting = _nextChange;
            _nextChange = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.TrySetResult();
        }
        finally
        {
            _exclusive.Release();
        }
    }

    public async Task<IReadOnlyList<NumberedConnectionChange>> GetConnectionChangesAsync(long after, CancellationToken cancellation)
    {
        if (connections.State.Newest <= after)
        {
            try
            {
                await _nextChange.Task.WaitAsync(options.Value.LongestWait, clock, cancellation);
            }
            catch (TimeoutException)
            {
                // Nothing changed in time; the caller asks again.
            }
        }

        return [.. connections.State.Changes.Where(known => known.Number > after)];
    }

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
