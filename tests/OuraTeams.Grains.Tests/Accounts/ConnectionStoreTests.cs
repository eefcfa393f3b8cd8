using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Tests;

/// <summary>How the owner of the connection stores it, also what exists nowhere else and past the activation's end.</summary>
public sealed class ConnectionStoreTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly KeptState<ConnectionState> _own = new();
    private readonly KeptState<ConnectionState> _detached = new();
    private readonly StateLock _lock = new(() => { });
    private readonly AccountConnection _connection;

    public ConnectionStoreTests()
    {
        // One store: what is written past the activation is what the activation reads.
        _own.Reading = () => _own.Stored = _detached.Stored;
        _connection = new AccountConnection(_own, () => _detached, _lock);
    }

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task A_transition_is_stored_and_one_that_changes_nothing_is_not()
    {
        Assert.True(await _connection.ChangeAsync(state => state with { Generation = 7 }));
        Assert.Equal((7, 1), (_own.Stored.Generation, _own.Writes));

        Assert.False(await _connection.ChangeAsync(_ => null));
        Assert.Equal((7, 1), (_connection.State.Generation, _own.Writes));
    }

    [Fact]
    public async Task A_transition_from_what_is_stored_sees_what_another_has_written()
    {
        _detached.Stored = new ConnectionState { Generation = 3 };

        Assert.True(await _connection.ChangeStoredAsync(state => state with { Generation = state.Generation + 1 }));

        Assert.Equal(4, _own.Stored.Generation);
    }

    [Fact]
    public async Task What_exists_nowhere_else_is_written_until_the_store_takes_it()
    {
        int failures = 0;
        _detached.Writing = () =>
        {
            if (++failures <= 25)
            {
                throw new IOException("The store can't be reached.");
            }
        };

        await StoreAsync(state => state with { Generation = 9 });

        Assert.Equal((9, 9, 26), (_detached.Stored.Generation, _connection.State.Generation, failures));
        Assert.False(_lock.Failed);
    }

    [Fact]
    public async Task Between_two_attempts_is_a_pause()
    {
        int attempts = 0;
        _detached.Writing = () =>
        {
            if (++attempts == 1)
            {
                throw new IOException("The store can't be reached.");
            }
        };
        Task storing = _connection.StoreToTheEndAsync(state => state with { Generation = 9 }, _clock, NullLogger.Instance, "club/user");

        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal((1, false), (attempts, storing.IsCompleted));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await storing;

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task An_activation_that_must_end_tries_twenty_times()
    {
        int attempts = 0;
        _detached.Reading = () =>
        {
            attempts++;
            throw new IOException("The store can't be reached.");
        };
        _lock.Stop();

        await Assert.ThrowsAsync<IOException>(() => StoreAsync(state => state with { Generation = 9 }));

        Assert.Equal(20, attempts);
    }

    [Fact]
    public async Task An_activation_that_must_end_stores_what_exists_nowhere_else()
    {
        _lock.Stop();

        await StoreAsync(state => state with { Generation = 9 });

        Assert.Equal(9, _detached.Stored.Generation);
    }

    [Fact]
    public async Task Nothing_is_written_where_the_store_has_something_newer_and_the_activation_knows_that_then()
    {
        _detached.Stored = new ConnectionState { Generation = 12 };

        await StoreAsync(state => state.Generation == 12 ? null : state with { Generation = 9 });

        Assert.Equal((0, 12), (_detached.Writes, _connection.State.Generation));
    }

    [Fact]
    public async Task An_activation_that_cannot_read_what_was_stored_past_it_ends()
    {
        _own.Reading = () => throw new IOException("The store can't be reached.");

        await StoreAsync(state => state with { Generation = 9 });

        Assert.Equal((9, true), (_detached.Stored.Generation, _lock.Failed));
    }

    [Fact]
    public async Task Clearing_reaches_the_store_also_without_a_record()
    {
        int cleared = 0;
        _own.Writing = () => cleared++;

        await _lock.RunAsync(_connection.ClearAsync);

        Assert.Equal(1, cleared);
    }

    /// <summary>Stores, and lets the pauses pass.</summary>
    private async Task StoreAsync(Func<ConnectionState, ConnectionState?> transition)
    {
        Task storing = _connection.StoreToTheEndAsync(transition, _clock, NullLogger.Instance, "club/user");
        while (!storing.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        await storing;
    }
}
