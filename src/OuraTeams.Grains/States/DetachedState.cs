using Orleans.Storage;

namespace OuraTeams.Grains.States;

/// <summary>A grain's stored state that belongs to no activation: it can be read and written also when the runtime has ended the grain's own.</summary>
/// <param name="storage">Where it is.</param>
/// <param name="name">Name of the state.</param>
/// <param name="grain">Whose.</param>
internal sealed class DetachedState<T>(IGrainStorage storage, string name, GrainId grain) : IPersistentState<T>
    where T : new()
{
    private readonly GrainState<T> _state = new(new T());

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, _state);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, _state);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, _state);
}
