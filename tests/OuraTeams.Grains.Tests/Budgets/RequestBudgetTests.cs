using CsCheck;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Budgets;

namespace OuraTeams.Grains.Tests;

public sealed class RequestBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly BudgetState _state = new();

    /// <summary>
    /// Random wishes at random moments, with a crash now and then that loses what was set aside: no window of five minutes,
    /// wherever it begins, has more requests than the limit.
    /// </summary>
    [Fact]
    public void No_window_ever_has_more_requests_than_the_limit()
    {
        Gen<(int Milliseconds, int Wish, int Priority)> wish = Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 30], Gen.Int[0, 2]);
        Gen.Select(Gen.Int[5, 60], Gen.Int[0, 20], wish.List[1, 200]).Sample((limit, reserve, wishes) =>
        {
            var state = new BudgetState();
            var made = new List<DateTimeOffset>();
            DateTimeOffset now = Start;
            foreach ((int milliseconds, int count, int priority) in wishes)
            {
                now = now.AddMilliseconds(milliseconds);
                BudgetGrant grant = new RequestBudget(state, limit, reserve, Window).Take((RequestPriority)priority, count, now);

                // The last moment that the grant allows is the worst one.
                made.AddRange(Enumerable.Repeat(grant.Until.AddMilliseconds(-1), grant.Count));
            }

            made.Sort();
            return made.All(first => made.Count(other => other >= first && other < first + Window) <= limit);
        });
    }

    [Fact]
    public void A_reserve_is_kept_for_events()
    {
        var budget = new RequestBudget(_state, 100, 20, Window);

        Assert.Equal(80, budget.Take(RequestPriority.Backfill, 1_000, Start).Count);
        Assert.Equal(0, budget.Take(RequestPriority.Backfill, 1, Start).Count);
        Assert.Equal(0, budget.Take(RequestPriority.Interactive, 1, Start).Count);
        Assert.Equal(20, budget.Take(RequestPriority.Live, 1_000, Start).Count);
        Assert.Equal(0, budget.Take(RequestPriority.Live, 1, Start).Count);
    }

    [Fact]
    public void Who_has_to_wait_learns_until_when_and_gets_something_then()
    {
        var budget = new RequestBudget(_state, 10, 0, Window);
        budget.Take(RequestPriority.Live, 4, Start);
        budget.Take(RequestPriority.Live, 6, Start.AddMinutes(1));

        BudgetGrant refused = budget.Take(RequestPriority.Live, 1, Start.AddMinutes(2));

        Assert.Equal((0, Start.AddSeconds(5) + Window), (refused.Count, refused.Until));
        Assert.Equal(4, budget.Take(RequestPriority.Live, 10, refused.Until).Count);
    }

    [Fact]
    public void A_pause_holds_everybody_and_is_not_shortened()
    {
        var budget = new RequestBudget(_state, 100, 0, Window);
        budget.Close(Start.AddMinutes(3));
        budget.Close(Start.AddMinutes(1));

        Assert.Equal((0, Start.AddMinutes(3)), (budget.Take(RequestPriority.Live, 1, Start.AddMinutes(2)).Count, budget.Take(RequestPriority.Live, 1, Start.AddMinutes(2)).Until));
        Assert.Equal(1, budget.Take(RequestPriority.Live, 1, Start.AddMinutes(3)).Count);
    }

    [Fact]
    public void Without_a_limit_only_a_pause_holds()
    {
        var budget = new RequestBudget(_state, 0, 0, Window);

        Assert.Equal(1_000_000, budget.Take(RequestPriority.Backfill, 1_000_000, Start).Count);
        Assert.Empty(_state.Spent);
        budget.Close(Start.AddMinutes(1));
        Assert.Equal(0, budget.Take(RequestPriority.Live, 1, Start).Count);
    }

    [Fact]
    public void The_state_stays_small()
    {
        var budget = new RequestBudget(_state, 1_000_000, 0, Window);
        for (int second = 0; second < 3_600; second++)
        {
            budget.Take(RequestPriority.Backfill, 1, Start.AddSeconds(second));
        }

        Assert.InRange(_state.Spent.Count, 1, 62);
        Assert.InRange(budget.View(Start.AddHours(1)).Spent, 290, 310);
    }
}
