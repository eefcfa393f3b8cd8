using Orleans.Storage;

namespace OuraTeams.EndToEnd;

/// <summary>A grain's state as an activation holds it, over the platform's real storage: so a test can be several activations at once.</summary>
internal sealed class StoredState<T>(IGrainStorage storage, string name, GrainId grain) : IPersistentState<T>
    where T : new()
{
    private readonly GrainState<T> _state = new(new T());

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string Etag => _state.ETag!;

    public bool RecordExists => _state.RecordExists;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, _state);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, _state);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, _state);
}
