using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Budgets;

namespace OuraTeams.Grains.Tests;

/// <summary>What whoever was served just now leaves to others.</summary>
public sealed class SharedBudgetTurnTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Free = Start.AddSeconds(5) + Window;

    [Fact]
    public void Who_was_served_leaves_what_is_left_for_five_seconds_to_the_next_who_is_about_to_come()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 3, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 3, Start);
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free).Count);

        Assert.Equal(0, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free.AddSeconds(4.9)).Count);
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free.AddSeconds(5)).Count);
    }

    [Fact]
    public void Who_left_their_place_to_others_may_line_up_again_a_window_later()
    {
        var shared = new SharedBudget(Window, 2);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free).Count);
        Assert.Equal(Free.AddSeconds(10) + Window, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free.AddSeconds(10)).Until);

        BudgetGrant again = shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free + Window);

        Assert.Equal((0, Free.AddSeconds(5) + Window), (again.Count, again.Until));
        Assert.Equal(1, shared.Waiting()[(int)RequestPriority.Backfill].Count);
    }

    [Fact]
    public void Each_in_line_is_told_when_there_is_one_for_it()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 2, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start.AddSeconds(20));
        DateTimeOffset late = Start.AddMinutes(4.9);

        Assert.Equal(Free, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, late).Until);
        Assert.Equal(Free.AddSeconds(20), shared.Take(budget, Account(2), RequestPriority.Backfill, 1, late).Until);
    }

    [Fact]
    public void Who_waits_asks_again_within_a_minute_and_not_before_a_second()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);

        Assert.Equal(Start.AddMinutes(2), shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(1)).Until);
        Assert.Equal(Free.AddSeconds(0.5), shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Free.AddSeconds(-0.5)).Until);
    }

    [Fact]
    public void Who_is_served_leaves_as_much_for_each_of_the_others_in_line()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 4, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 4, Start);
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));

        Assert.Equal(2, shared.Take(budget, Account(1), RequestPriority.Backfill, 10, Free).Count);
        Assert.Equal(2, shared.Take(budget, Account(2), RequestPriority.Backfill, 10, Free).Count);
    }

    [Fact]
    public void Who_has_no_account_is_served_or_told_when_and_never_gets_a_place()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);

        Assert.Equal(1, shared.Take(budget, null, RequestPriority.Live, 1, Start).Count);
        BudgetGrant refused = shared.Take(budget, null, RequestPriority.Live, 1, Start.AddSeconds(1));

        Assert.Equal((0, Free), (refused.Count, refused.Until));
        Assert.All(shared.Waiting(), line => Assert.Equal(0, line.Count));
    }

    [Fact]
    public void Who_finds_the_line_full_gets_nothing()
    {
        var shared = new SharedBudget(Window, 1);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start);

        Assert.Equal(0, shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start).Count);
    }

    [Fact]
    public void Who_was_served_is_served_again_at_once_while_the_next_in_line_is_not_expected_yet()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 4, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 3, Start);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start.AddSeconds(20));

        // Two who do not come back stand before the others, so that the last one is told to come later than need be.
        shared.Take(budget, Account(3), RequestPriority.Backfill, 1, Start.AddSeconds(230));
        shared.Take(budget, Account(4), RequestPriority.Backfill, 1, Start.AddSeconds(230));
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddSeconds(295));
        Assert.Equal(Free.AddSeconds(20), shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start.AddSeconds(296)).Until);

        DateTimeOffset now = Free.AddSeconds(1);
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, now).Count);
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, now).Count);
    }

    private static AccountKey Account(int number) => new("club", $"user-{number}");
}
