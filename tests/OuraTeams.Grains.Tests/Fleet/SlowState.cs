namespace OuraTeams.Grains.Tests;

/// <summary>A stored state whose writes can be held up.</summary>
internal sealed class SlowState<T> : IPersistentState<T>
    where T : new()
{
    private TaskCompletionSource? _held;

    public T State { get; set; } = new();

    /// <summary>What was written last.</summary>
    public T Stored { get; private set; } = new();

    public int Writes { get; private set; }

    public string Etag => $"{Writes}";

    public bool RecordExists => Writes > 0;

    /// <summary>Whether a write is held up now.</summary>
    public bool IsWriting { get; private set; }

    public void Hold() => _held = new TaskCompletionSource();

    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public Task ClearStateAsync() => WriteStateAsync();

    public Task ReadStateAsync() => Task.CompletedTask;

    public async Task WriteStateAsync()
    {
        Assert.False(IsWriting, "Two write at the same time.");
        T candidate = State;
        IsWriting = true;
        if (_held is { } held)
        {
            await held.Task;
        }

        IsWriting = false;
        Writes++;
        Stored = candidate;
    }
}
