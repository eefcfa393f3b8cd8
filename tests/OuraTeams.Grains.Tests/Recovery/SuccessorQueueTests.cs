using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Recovery;

namespace OuraTeams.Grains.Tests;

public sealed class SuccessorQueueTests
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly Random _random = new(7);

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public void An_outage_with_20000_accounts_gives_few_failing_tries_a_second_and_all_are_woken_once_the_store_is_back()
    {
        const int accounts = 20_000;
        SuccessorQueue queue = Queue();
        for (int number = 0; number < accounts; number++)
        {
            Assert.True(queue.Add(Account(number), Now, afterFailure: true, Now));
        }

        var flying = new Queue<(Successor Successor, DateTimeOffset End)>();
        var woken = new HashSet<AccountKey>();
        DateTimeOffset begin = Now;
        DateTimeOffset back = begin + TimeSpan.FromMinutes(1);
        var tries = new Dictionary<int, int>();
        var failing = new Dictionary<int, int>();
        int most = 0;
        while (queue.Count > 0 && Now < back + TimeSpan.FromMinutes(5))
        {
            while (flying.TryPeek(out (Successor Successor, DateTimeOffset End) first) && first.End <= Now)
            {
                flying.Dequeue();
                bool up = Now >= back;
                if (up)
                {
                    Assert.True(woken.Add(first.Successor.Account), "Nobody is woken twice.");
                }
                else
                {
                    Count(failing);
                }

                queue.Ended(first.Successor, up, Now);
            }

            while (queue.Take(Now) is { } successor)
            {
                Count(tries);
                flying.Enqueue((successor, Now + TimeSpan.FromMilliseconds(20)));
            }

            most = Math.Max(most, flying.Count);
            _clock.Advance(Step);
        }

        Assert.Equal(accounts, woken.Count);
        Assert.InRange(most, 1, SuccessorQueue.MostAtOnce);
        Assert.InRange(tries.Values.Max(), 1, 201);
        Assert.InRange(failing.Values.Max(), 1, 40);
        Assert.True(Now <= back + TimeSpan.FromSeconds(125), $"All were woken within {Now - back}.");

        void Count(Dictionary<int, int> perSecond)
        {
            int second = (int)(Now - begin).TotalSeconds;
            perSecond[second] = perSecond.GetValueOrDefault(second) + 1;
        }
    }

    [Fact]
    public void The_pause_of_an_account_doubles_up_to_a_limit_and_is_spread()
    {
        SuccessorQueue queue = Queue(() => 0.5);
        queue.Add(Account(1), Now, afterFailure: false, Now);
        var pauses = new List<double>();
        for (int number = 0; number < 6; number++)
        {
            Successor successor = Assert.IsType<Successor>(queue.Take(Now));
            queue.Ended(successor, woken: false, Now);
            pauses.Add((queue.Next()!.Value - Now).TotalSeconds);
            _clock.Advance(queue.Next()!.Value - Now);
        }

        Assert.Equal([2, 4, 8, 15, 15, 15], pauses);
        Assert.Equal(1, FirstPauseOf(() => 0));
        Assert.Equal(3, FirstPauseOf(() => 1));

        double FirstPauseOf(Func<double> random)
        {
            SuccessorQueue other = Queue(random);
            other.Add(Account(1), Now, afterFailure: true, Now);
            return (other.Next()!.Value - Now).TotalSeconds;
        }
    }

    [Fact]
    public void An_account_that_has_not_failed_is_tried_at_once()
    {
        SuccessorQueue queue = Queue();
        queue.Add(Account(1), Now, afterFailure: false, Now);

        Assert.Equal(Account(1), queue.Take(Now)?.Account);
        Assert.Null(queue.Take(Now));
    }

    [Fact]
    public void An_account_that_asks_while_it_waits_is_tried_once_and_at_the_earlier_of_both_moments()
    {
        SuccessorQueue queue = Queue();
        queue.Add(Account(1), Now + TimeSpan.FromHours(1), afterFailure: false, Now);
        queue.Add(Account(1), Now, afterFailure: false, Now);

        Successor successor = queue.Take(Now)!;
        Assert.Equal(Now, successor.Due);
        queue.Ended(successor, woken: true, Now);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void An_account_whose_activation_ends_again_while_it_is_being_tried_is_tried_again()
    {
        SuccessorQueue queue = Queue();
        queue.Add(Account(1), Now, afterFailure: false, Now);
        Successor successor = queue.Take(Now)!;
        queue.Add(Account(1), Now, afterFailure: true, Now);
        queue.Ended(successor, woken: true, Now);

        _clock.Advance(FirstPause * 2);
        Assert.Same(successor, queue.Take(Now));
        queue.Ended(successor, woken: true, Now);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void No_more_are_tried_at_the_same_time_than_allowed()
    {
        SuccessorQueue queue = Queue();
        for (int number = 0; number < 100; number++)
        {
            queue.Add(Account(number), Now, afterFailure: false, Now);
        }

        var taken = new List<Successor>();
        for (int look = 0; look < 1_000; look++)
        {
            if (queue.Take(Now) is { } successor)
            {
                taken.Add(successor);
            }

            _clock.Advance(Step);
        }

        Assert.Equal(SuccessorQueue.MostAtOnce, taken.Count);
        Assert.Null(queue.Next());
        queue.Ended(taken[0], woken: true, Now);
        Assert.NotNull(queue.Take(Now));
    }

    [Fact]
    public void Further_accounts_than_there_is_room_for_are_refused()
    {
        SuccessorQueue queue = Queue();
        for (int number = 0; number < SuccessorQueue.Most; number++)
        {
            queue.Add(Account(number), Now, afterFailure: false, Now);
        }

        Assert.False(queue.Add(Account(SuccessorQueue.Most), Now, afterFailure: false, Now));
        Assert.True(queue.Add(Account(0), Now, afterFailure: false, Now), "It is there already.");
    }

    [Fact]
    public void When_the_process_stops_each_account_is_tried_once_and_at_once()
    {
        SuccessorQueue queue = Queue();
        for (int number = 0; number < 10; number++)
        {
            queue.Add(Account(number), Now, afterFailure: true, Now);
        }

        Assert.Null(queue.Take(Now));
        queue.Stop(Now);
        queue.Add(Account(10), Now, afterFailure: true, Now);
        for (int number = 0; number <= 10; number++)
        {
            queue.Ended(queue.Take(Now)!, woken: false, Now);
        }

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(queue.Take(Now));
        Assert.Equal((0, true), (queue.Count, queue.IsStopping));
    }

    [Fact]
    public void Tries_follow_each_other_after_5_ms_and_after_50_once_one_has_failed()
    {
        SuccessorQueue queue = Queue();
        queue.Add(Account(1), Now, afterFailure: false, Now);
        queue.Add(Account(2), Now, afterFailure: false, Now);
        Successor first = queue.Take(Now)!;
        Assert.Equal(Now.AddMilliseconds(5), queue.Next());
        Assert.False(queue.IsStopping);

        queue.Ended(first, woken: false, Now);

        Assert.Equal(Now.AddMilliseconds(50), queue.Next());
    }

    [Fact]
    public void An_account_that_asks_between_two_tries_is_tried_once_more_and_not_twice()
    {
        SuccessorQueue queue = Queue();
        queue.Add(Account(1), Now, afterFailure: false, Now);
        queue.Ended(queue.Take(Now)!, woken: false, Now);
        queue.Add(Account(1), Now, afterFailure: true, Now);
        _clock.Advance(FirstPause * 2);

        queue.Ended(queue.Take(Now)!, woken: true, Now);

        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void The_failures_of_an_account_are_forgotten_once_it_has_come_up()
    {
        SuccessorQueue queue = Queue(() => 0.5);
        queue.Add(Account(1), Now, afterFailure: false, Now);
        Ended(woken: false);
        Successor successor = queue.Take(Now)!;
        queue.Add(Account(1), Now, afterFailure: false, Now);
        queue.Ended(successor, woken: true, Now);
        _clock.Advance(queue.Next()!.Value - Now);

        Assert.Equal(FirstPause, Ended(woken: false));

        TimeSpan Ended(bool woken)
        {
            queue.Ended(queue.Take(Now)!, woken, Now);
            TimeSpan pause = queue.Next()!.Value - Now;
            _clock.Advance(pause);
            return pause;
        }
    }

    private static AccountKey Account(int number) => new("club", $"user-{number}");

    private SuccessorQueue Queue(Func<double>? random = null) => new(FirstPause, random ?? _random.NextDouble);
}
