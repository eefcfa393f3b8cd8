using CsCheck;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Budgets;

namespace OuraTeams.Grains.Tests;

/// <summary>When requests leave the window of a budget, to the moment.</summary>
public sealed class RequestWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly BudgetState _state = new();

    /// <summary>
    /// Each request is made at a place of its own between the grant and the grant's end. The worst case is an old one at the
    /// end and a new one at the start, so that both are drawn more often than chance would.
    /// </summary>
    [Fact]
    public void No_window_has_more_requests_than_the_limit_wherever_in_their_five_seconds_they_are_made()
    {
        Gen<double> place = Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 1]);
        Gen<(int Milliseconds, int Wish, double Place)> wish = Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 30], place);
        Gen.Select(Gen.Int[5, 60], wish.List[50, 200]).Sample((limit, wishes) =>
        {
            var state = new BudgetState();
            var made = new List<DateTimeOffset>();
            DateTimeOffset now = Start;
            foreach ((int milliseconds, int count, double at) in wishes)
            {
                now = now.AddMilliseconds(milliseconds);
                BudgetGrant grant = new RequestBudget(state, limit, 0, Window).Take(RequestPriority.Live, count, now);
                made.AddRange(Enumerable.Repeat(now + ((grant.Until - Moment - now) * at), grant.Count));
            }

            made.Sort();
            return made.All(first => made.Count(other => other >= first && other < first + Window) <= limit);
        });
    }

    [Fact]
    public void A_request_counts_until_a_window_after_the_end_of_its_five_seconds()
    {
        var budget = new RequestBudget(_state, 10, 0, Window);
        budget.Take(RequestPriority.Live, 10, Start);
        DateTimeOffset free = Start.AddSeconds(5) + Window;

        Assert.Equal((0, 10), (budget.Free(RequestPriority.Live, free - Moment), budget.View(free - Moment).Spent));
        Assert.Equal(free, budget.WhenFree(RequestPriority.Live, 1, free - Moment));
        Assert.Equal((0, 10), (budget.View(free).Spent, budget.Free(RequestPriority.Live, free)));
    }

    [Fact]
    public void Who_is_refused_is_told_when_a_single_request_is_free()
    {
        var budget = new RequestBudget(_state, 2, 0, Window);
        budget.Take(RequestPriority.Live, 1, Start);
        budget.Take(RequestPriority.Live, 1, Start.AddSeconds(20));

        Assert.Equal(Start.AddSeconds(5) + Window, budget.Take(RequestPriority.Live, 2, Start.AddSeconds(30)).Until);
    }

    [Fact]
    public void Requests_of_the_same_five_seconds_are_kept_as_one_number()
    {
        var budget = new RequestBudget(_state, 9, 0, Window);
        budget.Take(RequestPriority.Live, 1, Start);
        budget.Take(RequestPriority.Live, 2, Start.AddSeconds(4));

        Assert.Equal(3, Assert.Single(_state.Spent).Count);
    }

    [Fact]
    public void A_grant_lasts_to_the_end_of_its_five_seconds_and_no_longer()
    {
        var budget = new RequestBudget(_state, 10, 0, Window);

        Assert.Equal(Start.AddSeconds(5), budget.Take(RequestPriority.Live, 1, Start).Until);
        Assert.Equal(Start.AddSeconds(5), budget.Take(RequestPriority.Live, 1, Start.AddSeconds(5) - Moment).Until);
        Assert.Equal(Start.AddSeconds(10), budget.Take(RequestPriority.Live, 1, Start.AddSeconds(5)).Until);
        Assert.Equal([2, 1], _state.Spent.Select(bucket => bucket.Count));
    }

    [Fact]
    public void Who_wants_several_waits_for_as_many_and_for_no_more()
    {
        var budget = new RequestBudget(_state, 10, 2, Window);
        budget.Take(RequestPriority.Live, 3, Start);
        budget.Take(RequestPriority.Live, 3, Start.AddMinutes(1));
        DateTimeOffset now = Start.AddMinutes(2);

        Assert.Equal(now, budget.WhenFree(RequestPriority.Live, 4, now));
        Assert.Equal(Start.AddSeconds(5) + Window, budget.WhenFree(RequestPriority.Live, 5, now));
        Assert.Equal(now, budget.WhenFree(RequestPriority.Backfill, 2, now));
        Assert.Equal(Start.AddSeconds(5) + Window, budget.WhenFree(RequestPriority.Backfill, 5, now));
        Assert.Equal(Start.AddSeconds(65) + Window, budget.WhenFree(RequestPriority.Backfill, 6, now));
    }

    [Fact]
    public void A_pause_that_is_over_is_forgotten_and_one_that_lasts_is_told()
    {
        var budget = new RequestBudget(_state, 10, 0, Window);
        budget.Close(Start.AddMinutes(1));
        budget.Close(Start.AddMinutes(2));

        Assert.Equal(Start.AddMinutes(2), budget.WhenFree(RequestPriority.Live, 1, Start));
        Assert.Equal(Start.AddMinutes(2), budget.View(Start.AddMinutes(2) - Moment).ClosedUntil);
        Assert.Null(budget.View(Start.AddMinutes(2)).ClosedUntil);
        budget.Take(RequestPriority.Live, 1, Start.AddMinutes(2));
        Assert.Null(_state.ClosedUntil);
    }

    [Fact]
    public void A_pause_beyond_what_the_window_gives_back_is_waited_for()
    {
        var budget = new RequestBudget(_state, 10, 0, Window);
        budget.Take(RequestPriority.Live, 10, Start);
        budget.Close(Start.AddMinutes(10));

        Assert.Equal(Start.AddMinutes(10), budget.WhenFree(RequestPriority.Live, 1, Start.AddMinutes(1)));
    }

    [Fact]
    public void A_reserve_as_large_as_the_limit_leaves_others_one_request()
    {
        Assert.Equal(1, new RequestBudget(_state, 5, 5, Window).Free(RequestPriority.Backfill, Start));
        Assert.Equal(5, new RequestBudget(_state, 5, 5, Window).Free(RequestPriority.Live, Start));
    }
}
