using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Budget;
using OuraTeams.Grains.Budgets;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Tests;

/// <summary>With blocks of ten, as by default: what is set aside outlives the request that it was asked for.</summary>
public sealed class AccountBudgetTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly KeptState<BudgetState> _stored = new();
    private readonly BudgetOptions _options = new() { Limit = 100, LiveReserve = 20, Block = 10 };
    private readonly AppBudget _app = new();
    private readonly StateLock _lock = new(() => { });
    private readonly AccountBudget _budget;

    public AccountBudgetTests()
    {
        _app.Clock = _clock;
        _budget = new AccountBudget(new AccountKey("club", "user"), _stored, _options, () => _app, _lock, _clock);
    }

    private int Stored => _stored.Stored.Spent.Sum(bucket => bucket.Count);

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task What_is_set_aside_is_stored_before_the_first_request_of_it_and_once_for_all()
    {
        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal((10, 1), (Stored, _stored.Writes));

        for (int more = 0; more < 9; more++)
        {
            Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        }

        Assert.Equal((10, 1), (Stored, _stored.Writes));
        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal((20, 2), (Stored, _stored.Writes));
    }

    [Fact]
    public async Task A_block_is_not_used_after_its_time()
    {
        await _budget.SpendAsync(RequestPriority.Live);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await _budget.SpendAsync(RequestPriority.Live);

        Assert.Equal(20, Stored);
    }

    [Fact]
    public async Task A_block_counts_until_a_window_and_the_time_that_a_request_may_be_under_way()
    {
        await _budget.SpendAsync(RequestPriority.Live);
        _clock.Advance(TimeSpan.FromSeconds(5) + _options.Window + _options.Margin - TimeSpan.FromTicks(1));
        Assert.Equal(10, _budget.View().Spent);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, _budget.View().Spent);
    }

    [Fact]
    public async Task A_block_is_used_until_its_time()
    {
        await _budget.SpendAsync(RequestPriority.Live);
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));

        await _budget.SpendAsync(RequestPriority.Live);

        Assert.Equal(10, Stored);
    }

    [Fact]
    public async Task History_is_not_served_from_a_live_block_but_live_is_from_that_of_history()
    {
        await _budget.SpendAsync(RequestPriority.Live);
        await _budget.SpendAsync(RequestPriority.Backfill);
        Assert.Equal(20, Stored);

        await _budget.SpendAsync(RequestPriority.Live);
        Assert.Equal(20, Stored);
    }

    [Fact]
    public async Task A_pause_of_the_token_ends_the_block()
    {
        await _budget.SpendAsync(RequestPriority.Live);

        await _budget.CloseAsync(Start.AddMinutes(1));

        Assert.Equal(Start.AddMinutes(1), await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal(Start.AddMinutes(1), _stored.Stored.ClosedUntil);
        _clock.SetUtcNow(Start.AddMinutes(1));
        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
    }

    [Fact]
    public async Task A_pause_of_the_app_ends_the_block()
    {
        await _budget.SpendAsync(RequestPriority.Live);

        await _budget.CloseAppAsync(Start.AddMinutes(2));

        Assert.Equal(Start.AddMinutes(2), await _budget.SpendAsync(RequestPriority.Live));
        Assert.Null(_stored.Stored.ClosedUntil);
    }

    [Fact]
    public async Task A_block_that_lapsed_while_it_was_written_is_not_used()
    {
        _stored.Writing = () => _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Start.AddSeconds(5), await _budget.SpendAsync(RequestPriority.Live));
    }

    [Fact]
    public async Task A_block_lapses_when_the_apps_share_does()
    {
        _app.Until = Start.AddSeconds(2);
        await _budget.SpendAsync(RequestPriority.Live);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _app.Until = null;

        await _budget.SpendAsync(RequestPriority.Live);

        Assert.Equal(20, Stored);
    }

    [Fact]
    public async Task No_more_is_set_aside_than_the_app_grants_and_the_token_has()
    {
        _app.Most = 3;
        await _budget.SpendAsync(RequestPriority.Live);
        Assert.Equal(3, Stored);

        _app.Most = int.MaxValue;
        await _budget.CountAsync(96);
        Assert.Equal(99, Stored);
        for (int left = 0; left < 3; left++)
        {
            Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        }

        Assert.Equal((100, 1), (Stored, _app.Asked[^1]));
        Assert.NotNull(await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal(100, Stored);
    }

    [Fact]
    public async Task The_reserve_is_not_for_history()
    {
        await _budget.CountAsync(80);

        Assert.NotNull(await _budget.SpendAsync(RequestPriority.Backfill));
        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
    }

    [Fact]
    public async Task A_failed_write_leaves_what_is_stored_in_memory_and_ends_the_activation()
    {
        _stored.Writing = () => throw new IOException("The store can't be reached.");

        await Assert.ThrowsAsync<IOException>(() => _budget.SpendAsync(RequestPriority.Live));

        Assert.True(_lock.Failed);
        Assert.Empty(_stored.State.Spent);
        Assert.Equal(0, _budget.View().Spent);
    }

    [Fact]
    public async Task An_app_that_does_not_answer_and_has_no_limit_keeps_nobody_waiting()
    {
        _app.Fails = true;
        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        _options.AppLimit = 10;
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => _budget.SpendAsync(RequestPriority.Live));
    }

    [Fact]
    public async Task Who_must_wait_is_told_when_a_single_request_is_free_and_who_wants_more_when_all_are()
    {
        await _budget.CountAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(20));
        await _budget.CountAsync(99);
        DateTimeOffset first = Start.AddSeconds(5) + _options.Window + _options.Margin;

        Assert.Equal(first, await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal(first, _budget.WhenFree(RequestPriority.Live, 1));
        Assert.Equal(first.AddSeconds(20), _budget.WhenFree(RequestPriority.Live, 2));
    }

    [Fact]
    public async Task A_cleared_budget_has_no_block_either()
    {
        await _budget.SpendAsync(RequestPriority.Live);

        await _lock.RunAsync(_budget.ClearAsync);

        Assert.Null(await _budget.SpendAsync(RequestPriority.Live));
        Assert.Equal((2, 10), (_app.Asked.Count, Stored));
    }

    [Fact]
    public async Task A_question_changes_nothing_in_the_state()
    {
        await _budget.CountAsync(7);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Start.AddHours(1), _budget.WhenFree(RequestPriority.Live, 100));

        Assert.Equal(7, _stored.State.Spent.Sum(bucket => bucket.Count));
    }

    /// <summary>An app's budget without a limit.</summary>
    private sealed class AppBudget : IAppBudgetGrain
    {
        private DateTimeOffset? _closed;

        public TimeProvider Clock { get; set; } = TimeProvider.System;

        public DateTimeOffset? Until { get; set; }

        public int Most { get; set; } = int.MaxValue;

        public bool Fails { get; set; }

        public List<int> Asked { get; } = [];

        public Task<BudgetGrant> TakeAsync(AccountKey? account, RequestPriority priority, int count)
        {
            Asked.Add(count);
            if (Fails)
            {
                throw new SiloUnavailableException();
            }

            DateTimeOffset now = Clock.GetUtcNow();
            return Task.FromResult(_closed > now
                ? new BudgetGrant { Count = 0, Until = _closed.Value }
                : new BudgetGrant { Count = Math.Min(count, Most), Until = Until ?? RequestBudget.EndOfBucket(now) });
        }

        public Task CloseAsync(DateTimeOffset until)
        {
            _closed = until;
            return Task.CompletedTask;
        }

        public Task<AppBudgetView> GetAsync() => throw new NotSupportedException();
    }
}
