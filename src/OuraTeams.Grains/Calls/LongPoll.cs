namespace OuraTeams.Grains.Calls;

/// <summary>Lets callers wait until something happens, for some time at most. To be used on a grain's scheduler.</summary>
internal sealed class LongPoll
{
    private TaskCompletionSource _next = New();

    /// <summary>Waits for the next <see cref="Wake"/>.</summary>
    /// <param name="longest">Longest wait; less than the cluster's response timeout.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it happened in time.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await _next.Task.WaitAsync(longest, clock, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Wakes everybody who waits. Also to be called when the activation ends, so that nobody waits for it.</summary>
    public void Wake()
    {
        TaskCompletionSource waiting = _next;
        _next = New();
        waiting.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
