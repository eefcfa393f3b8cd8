using CsCheck;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Budgets;

namespace OuraTeams.Grains.Tests;

public sealed class SharedBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Accounts that each want many requests, ask for blocks of different sizes, some of them again and again without being
    /// told to, in a random order: nobody is served again unless enough is left for everybody who lined up before.
    /// </summary>
    [Fact]
    public void Nobody_is_served_twice_at_the_cost_of_somebody_who_came_before()
    {
        Gen.Select(Gen.Int[4, 60], Gen.Int[2, 12], Gen.Int[0, 1_000_000]).Sample((limit, accounts, seed) =>
        {
            var world = new Crowd(limit, reserve: limit / 10, seed);
            for (int number = 0; number < accounts; number++)
            {
                world.Add(number, RequestPriority.Backfill, appetite: 1 + (number * 7 % 13), eager: number % 3 == 0);
            }

            world.Run(TimeSpan.FromMinutes(30));
            return world.Overtaken is null && world.Grants.Count > accounts;
        }, iter: 200);
    }

    [Fact]
    public void Who_asks_again_at_once_gets_no_more_than_who_takes_time()
    {
        Gen.Select(Gen.Int[30, 60], Gen.Int[3, 10], Gen.Int[0, 1_000_000]).Sample((limit, accounts, seed) =>
        {
            var world = new Crowd(limit, reserve: limit / 10, seed);
            for (int number = 0; number < accounts; number++)
            {
                world.Add(number, RequestPriority.Backfill, appetite: 1, eager: number % 2 == 0);
            }

            // Long enough that chance makes no difference.
            world.Run(TimeSpan.FromHours(6));
            int[] served = [.. world.Grants.CountBy(number => number).Select(count => count.Value)];
            return served.Length == accounts && served.Max() < 2 * served.Min();
        }, iter: 40);
    }

    [Fact]
    public void An_event_never_waits_for_the_history_of_others()
    {
        Gen.Select(Gen.Int[10, 60], Gen.Int[1, 20], Gen.Int[0, 1_000_000]).Sample((limit, accounts, seed) =>
        {
            int reserve = limit / 5;
            var world = new Crowd(limit, reserve, seed);
            for (int number = 0; number < accounts; number++)
            {
                world.Add(number, number % 2 == 0 ? RequestPriority.Backfill : RequestPriority.Interactive, appetite: 20, eager: true);
            }

            // As many events in each window as are reserved for them.
            int refused = 0;
            world.Every(Window / reserve * 1.1, now => refused += world.Ask(1_000, RequestPriority.Live, 1, now).Count == 0 ? 1 : 0);
            world.Run(TimeSpan.FromMinutes(20));
            return refused == 0;
        }, iter: 100);
    }

    [Fact]
    public void A_greater_priority_is_served_before_a_lesser_that_waits_longer()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 3, 0, Window);
        Assert.Equal(3, shared.Take(budget, Account(0), RequestPriority.Backfill, 10, Start).Count);
        Assert.Equal(0, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(4.5)).Count);
        Assert.Equal(0, shared.Take(budget, Account(2), RequestPriority.Interactive, 1, Start.AddMinutes(4.6)).Count);
        Assert.Equal(0, shared.Take(budget, Account(3), RequestPriority.Live, 1, Start.AddMinutes(4.7)).Count);

        // Three are free again, and those who come first ask last: each still gets one, and the newcomer none.
        DateTimeOffset free = Start.AddSeconds(5) + Window;
        Assert.Equal([1, 1, 1], shared.Waiting().Select(line => line.Count));
        Assert.Equal(0, shared.Take(budget, Account(4), RequestPriority.Backfill, 1, free).Count);
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 5, free).Count);
        Assert.Equal(1, shared.Take(budget, Account(2), RequestPriority.Interactive, 5, free).Count);
        Assert.Equal(1, shared.Take(budget, Account(3), RequestPriority.Live, 5, free).Count);
        Assert.Equal([0, 0, 1], shared.Waiting().Select(line => line.Count));
    }

    [Fact]
    public void Who_does_not_come_back_holds_up_nobody_for_long()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);
        BudgetGrant gone = shared.Take(budget, Account(1), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));
        shared.Take(budget, Account(2), RequestPriority.Backfill, 1, Start.AddMinutes(4.9));

        Assert.Equal(Start.AddSeconds(5) + Window, gone.Until);
        Assert.Equal(0, shared.Take(budget, Account(2), RequestPriority.Backfill, 1, gone.Until).Count);
        Assert.Equal(1, shared.Take(budget, Account(2), RequestPriority.Backfill, 1, gone.Until.AddSeconds(20)).Count);
    }

    [Fact]
    public void A_full_line_turns_newcomers_away_and_those_who_were_served_leave_their_place_to_them()
    {
        var shared = new SharedBudget(Window, 2);
        var budget = new RequestBudget(new BudgetState(), 1, 0, Window);
        shared.Take(budget, Account(0), RequestPriority.Backfill, 1, Start);
        DateTimeOffset late = Start.AddMinutes(4.9);
        shared.Take(budget, Account(1), RequestPriority.Backfill, 1, late);
        shared.Take(budget, Account(2), RequestPriority.Backfill, 1, late);

        Assert.Equal(late + Window, shared.Take(budget, Account(3), RequestPriority.Backfill, 1, late).Until);
        Assert.Equal(2, shared.Waiting()[(int)RequestPriority.Backfill].Count);
        DateTimeOffset free = Start.AddSeconds(5) + Window;
        Assert.Equal(1, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, free).Count);
        Assert.Equal(free + Window, shared.Take(budget, Account(1), RequestPriority.Backfill, 1, free).Until);
        Assert.True(shared.Take(budget, Account(3), RequestPriority.Backfill, 1, free).Until < free + Window);
        Assert.Equal(2, shared.Waiting()[(int)RequestPriority.Backfill].Count);
    }

    [Fact]
    public void A_pause_is_waited_for_in_line_and_its_end_is_told()
    {
        var shared = new SharedBudget(Window, 100);
        var budget = new RequestBudget(new BudgetState(), 0, 0, Window);
        budget.Close(Start.AddMinutes(10));

        Assert.Equal(Start.AddMinutes(10), shared.Take(budget, Account(1), RequestPriority.Live, 1, Start).Until);
        Assert.Equal(Start, shared.Waiting()[0].Since);
        Assert.Equal(5, shared.Take(budget, Account(1), RequestPriority.Live, 5, Start.AddMinutes(10)).Count);
        Assert.Null(shared.Waiting()[0].Since);
    }

    private static AccountKey Account(int number) => new("club", $"user-{number}");

    /// <summary>Accounts that ask by the clock, and notes on who was served before whom.</summary>
    private sealed class Crowd(int limit, int reserve, int seed)
    {
        private readonly SharedBudget _shared = new(Window, 1_000);
        private readonly RequestBudget _budget = new(new BudgetState(), limit, reserve, Window);
        private readonly Random _random = new(seed);
        private readonly PriorityQueue<Action<DateTimeOffset>, DateTimeOffset> _due = new();
        private readonly Dictionary<int, DateTimeOffset> _waitingSince = [];
        private readonly Dictionary<int, DateTimeOffset> _lastServed = [];

        public List<int> Grants { get; } = [];

        /// <summary>Who was served again with what others were waiting for.</summary>
        public string? Overtaken { get; private set; }

        public void Add(int number, RequestPriority priority, int appetite, bool eager) =>
            _due.Enqueue(now => Turn(number, priority, appetite, eager, now), Start.AddMilliseconds(_random.Next(20_000)));

        public void Every(TimeSpan pause, Action<DateTimeOffset> action)
        {
            void Again(DateTimeOffset now)
            {
                action(now);
                _due.Enqueue(Again, now + pause);
            }

            _due.Enqueue(Again, Start + pause);
        }

        public BudgetGrant Ask(int number, RequestPriority priority, int count, DateTimeOffset now) => _shared.Take(_budget, Account(number), priority, count, now);

        public void Run(TimeSpan time)
        {
            while (_due.TryDequeue(out Action<DateTimeOffset>? action, out DateTimeOffset when) && when < Start + time)
            {
                action(when);
            }
        }

        private void Turn(int number, RequestPriority priority, int appetite, bool eager, DateTimeOffset now)
        {
            BudgetGrant grant = Ask(number, priority, appetite, now);
            if (grant.Count == 0)
            {
                _waitingSince.TryAdd(number, now);
                DateTimeOffset again = eager ? now.AddMilliseconds(_random.Next(1, 3_000)) : grant.Until.AddMilliseconds(_random.Next(5_000));
                _due.Enqueue(next => Turn(number, priority, appetite, eager, next), again < grant.Until.AddSeconds(5) ? again : grant.Until.AddSeconds(5));
                return;
            }

            Grants.Add(number);
            if (_lastServed.TryGetValue(number, out DateTimeOffset before)
                && _waitingSince.Count(other => other.Value <= before && other.Key != number) > _budget.Free(priority, now))
            {
                Overtaken ??= $"{number} at {now - Start}";
            }

            _lastServed[number] = now;
            _waitingSince.Remove(number);
            _due.Enqueue(next => Turn(number, priority, appetite, eager, next), now.AddMilliseconds(_random.Next(1, 2_000)));
        }
    }
}
