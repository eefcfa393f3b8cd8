using OuraTeams.Contracts;
using OuraTeams.Contracts.Recovery;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Recovery;

/// <summary>Keeps which silos were lost.</summary>
[GrainType(Names.Recovery)]
internal sealed class RecoveryGrain : Grain, IRecoveryGrain, IDisposable
{
    private readonly IPersistentState<RecoveryState> _state;
    private readonly StateLock _states;

    public RecoveryGrain([PersistentState("recovery", Names.Storage)] IPersistentState<RecoveryState> state)
    {
        _state = state;
        _states = new StateLock(DeactivateOnIdle);
    }

    public void Dispose() => _states.Dispose();

    public Task NoteAsync(IReadOnlyList<NotedLoss> losses) => _states.RunAsync(() => KeepAsync(RecoveryRules.Note(_state.State, losses)));

    public Task<IReadOnlyList<NotedLoss>> TakeAsync(string runner, IReadOnlyList<string> alive) => _states.RunAsync(async () =>
    {
        (RecoveryState state, IReadOnlyList<NotedLoss> taken) = RecoveryRules.Take(_state.State, runner, alive);
        await KeepAsync(state);
        return taken;
    });

    public Task FinishAsync(IReadOnlyList<NotedLoss> losses) => _states.RunAsync(() => KeepAsync(RecoveryRules.Finish(_state.State, losses)));

    private Task KeepAsync(RecoveryState candidate) =>
        ReferenceEquals(candidate, _state.State) ? Task.CompletedTask : _states.WriteAsync(_state, candidate);
}
