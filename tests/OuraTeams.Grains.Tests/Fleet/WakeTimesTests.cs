using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Fleet;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Tests;

public sealed class WakeTimesTests : IDisposable
{
    private static readonly AccountKey Anna = new("club", "anna");
    private static readonly AccountKey Ben = new("club", "ben");
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Noon.AddHours(1);
    private readonly SlowState<SchedulerState> _state = new();
    private readonly StateLock _states = new(() => { });
    private readonly WakeTimes<AccountKey> _schedule;

    public WakeTimesTests() =>
        _schedule = new WakeTimes<AccountKey>(_state, _states, held => held.Due, (held, due) => held with { Due = due });

    public void Dispose() => _states.Dispose();

    [Fact]
    public async Task The_earlier_of_two_moments_stands_and_is_stored_once()
    {
        await _schedule.WakeAtAsync(Anna, Later);
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.WakeAtAsync(Anna, Later);
        await _schedule.WakeAtAsync(Anna, Noon);

        Assert.Equal(Noon, _state.Stored.Due[Anna]);
        Assert.Equal(2, _state.Writes);
    }

    [Fact]
    public async Task Those_are_due_whose_moment_has_come()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.WakeAtAsync(Ben, Later);

        Assert.Equal([Anna], _schedule.DueAt(Noon));
        Assert.Equal([Anna, Ben], _schedule.DueAt(Later));
        Assert.Empty(_schedule.DueAt(Noon.AddTicks(-1)));
        Assert.Equal([Anna, Ben], _schedule.All());
    }

    [Fact]
    public async Task What_an_account_answers_is_when_it_is_woken_next_and_an_account_that_needs_no_calls_is_dropped()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.WakeAtAsync(Ben, Noon);
        _schedule.BeginWalk();
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Later, [Ben] = null });

        Assert.Equal([KeyValuePair.Create(Anna, Later)], _state.Stored.Due);
    }

    [Fact]
    public async Task What_an_account_says_while_it_is_being_asked_is_not_overwritten_by_its_answer()
    {
        await _schedule.WakeAtAsync(Anna, Later);
        _schedule.BeginWalk();
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Later.AddHours(11) });

        Assert.Equal(Noon, _state.Stored.Due[Anna]);
    }

    [Fact]
    public async Task An_answer_that_is_earlier_than_what_the_account_said_meanwhile_is_taken()
    {
        await _schedule.WakeAtAsync(Anna, Later.AddHours(1));
        _schedule.BeginWalk();
        await _schedule.WakeAtAsync(Anna, Later);
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Noon });

        Assert.Equal(Noon, _state.Stored.Due[Anna]);
    }

    [Fact]
    public async Task An_account_that_connects_again_while_its_answer_is_on_the_way_is_not_dropped()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        _schedule.BeginWalk();
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = null });

        Assert.Equal(Noon, _state.Stored.Due[Anna]);
    }

    [Fact]
    public async Task An_account_that_is_forgotten_while_its_answer_is_on_the_way_does_not_come_back()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        _schedule.BeginWalk();
        await _schedule.RemoveAsync(Anna);
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Later });

        Assert.Empty(_state.Stored.Due);
    }

    [Fact]
    public async Task What_was_said_during_an_earlier_walk_does_not_stand_against_a_later_answer()
    {
        _schedule.BeginWalk();
        await _schedule.WakeAtAsync(Anna, Noon);
        _schedule.BeginWalk();
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Later });

        Assert.Equal(Later, _state.Stored.Due[Anna]);
    }

    [Fact]
    public async Task A_walk_that_ends_while_a_change_is_being_written_loses_neither()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        _schedule.BeginWalk();
        _state.Hold();
        Task change = _schedule.WakeAtAsync(Ben, Noon);
        Task walk = _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Later });
        Assert.True(_state.IsWriting);
        Assert.False(walk.IsCompleted, "The walk waits for the write.");
        _state.Release();
        await Task.WhenAll(change, walk);

        Assert.Equal(Later, _state.Stored.Due[Anna]);
        Assert.Equal(Noon, _state.Stored.Due[Ben]);
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_changed()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        _schedule.BeginWalk();
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = Noon });
        await _schedule.RemoveAsync(Ben);
        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?>());

        Assert.Equal(1, _state.Writes);
    }

    [Fact]
    public async Task Who_needs_no_calls_is_dropped_in_the_store_though_nobody_else_answers()
    {
        await _schedule.WakeAtAsync(Anna, Noon);
        await _schedule.WakeAtAsync(Ben, Noon);
        Assert.Equal(2, _schedule.Count);
        _schedule.BeginWalk();

        await _schedule.EndWalkAsync(new Dictionary<AccountKey, DateTimeOffset?> { [Anna] = null });

        Assert.Equal([Ben], _state.Stored.Due.Keys);
        Assert.Equal(1, _schedule.Count);
    }
}
