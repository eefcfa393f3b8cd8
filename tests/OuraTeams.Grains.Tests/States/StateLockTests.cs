using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Tests;

public sealed class StateLockTests : IDisposable
{
    private readonly KeptState<List<int>> _state = new();
    private readonly StateLock _lock;
    private int _ended;
    private int _written;

    public StateLockTests() => _lock = new StateLock(() => _ended++, () => _written++);

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task A_candidate_is_written_and_then_kept()
    {
        await _lock.RunAsync(() => _lock.WriteAsync(_state, [1]));

        Assert.Equal([1], _state.State);
        Assert.Equal((1, 0, false), (_written, _ended, _lock.Failed));
    }

    [Fact]
    public async Task After_a_failed_write_memory_is_as_it_was_and_nobody_else_gets_the_lock()
    {
        await _lock.RunAsync(() => _lock.WriteAsync(_state, [1]));
        _state.Writing = () => throw new IOException("The store can't be reached.");
        Task waiting = Task.CompletedTask;

        await Assert.ThrowsAsync<IOException>(() => _lock.RunAsync(() =>
        {
            waiting = _lock.RunAsync(() => Task.CompletedTask);
            return _lock.WriteAsync(_state, [2]);
        }));

        Assert.Equal([1], _state.State);
        Assert.Equal((1, 1, true), (_written, _ended, _lock.Failed));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lock.RunAsync(() => Task.CompletedTask));
    }

    [Fact]
    public async Task One_goes_after_the_other()
    {
        var first = new TaskCompletionSource();
        bool second = false;
        Task one = _lock.RunAsync(() => first.Task);
        Task other = _lock.RunAsync(() =>
        {
            second = true;
            return Task.CompletedTask;
        });

        Assert.False(second);
        first.SetResult();
        await Task.WhenAll(one, other);
        Assert.True(second);
    }

    [Fact]
    public async Task What_exists_nowhere_else_is_stored_also_when_the_activation_ends()
    {
        _lock.Stop();

        await _lock.RunToTheEndAsync(() => _lock.WriteAsync(_state, [3]));

        Assert.Equal([3], _state.Stored);
    }

    [Fact]
    public async Task A_state_without_a_record_is_cleared_only_when_told()
    {
        _state.Writing = () => throw new IOException("The store can't be reached.");

        await _lock.ClearAsync(_state);
        Assert.False(_lock.Failed);
        await Assert.ThrowsAsync<IOException>(() => _lock.ClearAsync(_state, always: true));
        Assert.True(_lock.Failed);
    }

    [Fact]
    public async Task Who_shows_what_is_stored_is_told_of_a_clear_too()
    {
        await _lock.RunAsync(() => _lock.WriteAsync(_state, [1]));

        await _lock.RunAsync(() => _lock.ClearAsync(_state));

        Assert.Equal(2, _written);
        Assert.Empty(_state.State);
    }

    [Fact]
    public void What_still_runs_when_the_activation_is_gone_is_cancelled()
    {
        var ending = new StateLock(() => { });
        CancellationToken stopping = ending.Stopping;

        ending.Dispose();

        Assert.True(stopping.IsCancellationRequested);
    }
}
