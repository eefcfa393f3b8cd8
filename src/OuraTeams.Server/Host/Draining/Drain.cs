namespace OuraTeams.Server.Host.Draining;

/// <summary>How far the process is with its stop, and the watchers that it still has.</summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watchers;

    /// <summary>Whether the process was asked to stop.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Cancelled when watchers have to go.</summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Watchers now.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Notes that the process was asked to stop.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Sends the watchers away; ends when the last is gone.</summary>
    public async Task BeginAsync()
    {
        await _draining.CancelAsync();
        lock (_lock)
        {
            if (_watchers == 0)
            {
                _empty.TrySetResult();
            }
        }

        await _empty.Task;
    }

    /// <summary>Counts a watcher until it is disposed.</summary>
    public IDisposable Watch()
    {
        lock (_lock)
        {
            _watchers++;
        }

        return new Watcher(this);
    }

    public void Dispose() => _draining.Dispose();

    private void Leave()
    {
        lock (_lock)
        {
            if (--_watchers == 0 && _draining.IsCancellationRequested)
            {
                _empty.TrySetResult();
            }
        }
    }

    private sealed class Watcher(Drain drain) : IDisposable
    {
        public void Dispose() => drain.Leave();
    }
}
