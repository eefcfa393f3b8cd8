namespace OuraTeams.Grains.States;

/// <summary>
/// The one place where a grain's states are locked, written and given up. Whoever changes a state holds the lock; a change is
/// built as a candidate, written, and only then kept in memory. When a write fails, it is not known what is stored: memory
/// stays as it was and the activation ends, so that the next one reads the store.
/// </summary>
/// <remarks>Hold the lock for as long as the store needs, never while another grain or Oura is asked.</remarks>
/// <param name="deactivate">Ends the activation once it is idle.</param>
/// <param name="written">Told after each change that was stored; null for nobody.</param>
internal sealed class StateLock(Action deactivate, Action? written = null) : IDisposable
{
    private readonly SemaphoreSlim _exclusive = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private CancellationToken? _token;

    /// <summary>Cancelled when the activation ends.</summary>
    public CancellationToken Stopping => _token ??= _stopping.Token;

    /// <summary>Whether a write has failed: what is in memory may differ from what is stored.</summary>
    public bool Failed { get; private set; }

    /// <summary>Runs an action while nobody else changes a state.</summary>
    /// <exception cref="OperationCanceledException">The activation ends.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> action) => RunAsync(action, Stopping);

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}})"/>
    public Task RunAsync(Func<Task> action) => RunAsync(action, Stopping);

    /// <summary>Runs an action while nobody else changes a state, also when the activation is about to end: what it stores exists nowhere else.</summary>
    public Task RunToTheEndAsync(Func<Task> action) => RunAsync(action, CancellationToken.None);

    /// <summary>Writes a candidate and keeps it. To be called under the lock.</summary>
    /// <exception cref="Exception">The store's own. Memory is as it was, and the activation ends.</exception>
    public async Task WriteAsync<T>(IPersistentState<T> state, T candidate)
    {
        T before = state.State;
        state.State = candidate;
        try
        {
            await state.WriteStateAsync();
            written?.Invoke();
        }
        catch (Exception)
        {
            state.State = before;
            Fail();
            throw;
        }
    }

    /// <summary>Clears a stored state, if there is one. To be called under the lock.</summary>
    /// <param name="state">The state.</param>
    /// <param name="always">Whether the store is told also when it holds no record: it may hold something beside it.</param>
    /// <exception cref="Exception">The store's own. The activation ends.</exception>
    public async Task ClearAsync<T>(IPersistentState<T> state, bool always = false)
    {
        try
        {
            if (always || state.RecordExists)
            {
                await state.ClearStateAsync();
                written?.Invoke();
            }
        }
        catch (Exception)
        {
            Fail();
            throw;
        }
    }

    /// <summary>Notes that memory may differ from what is stored, and ends the activation.</summary>
    public void Fail()
    {
        Failed = true;
        End();
    }

    /// <summary>Ends all waiting for the lock, and the activation once it is idle.</summary>
    public void End()
    {
        Stop();
        deactivate();
    }

    /// <summary>Ends all waiting for the lock: the activation is ending.</summary>
    public void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _stopping.Dispose();
    }

    private Task RunAsync(Func<Task> action, CancellationToken cancellation) => RunAsync(
        async () =>
        {
            await action();
            return true;
        },
        cancellation);

    private async Task<T> RunAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        await _exclusive.WaitAsync(cancellation);
        try
        {
            // The one before may have found that memory can't be trusted, when this one had its turn already.
            cancellation.ThrowIfCancellationRequested();
            return await action();
        }
        finally
        {
            _exclusive.Release();
        }
    }
}
