using OuraTeams.Contracts;

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

    private static AccountKey Account(int number) => new("club", $"user-{number}");
}
