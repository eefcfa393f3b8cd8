using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Budgets;

namespace OuraTeams.Grains.Tests;

public sealed class WaitingLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly WaitingLine _line = new(3);

    [Fact]
    public void Places_are_in_the_order_of_coming_and_a_repeat_keeps_its_place()
    {
        Wait(1, Start);
        Wait(2, Start.AddSeconds(1));
        Wait(1, Start.AddSeconds(2));

        Assert.Equal((0, 1, 2), (_line.Ahead(Account(1), 9), _line.Ahead(Account(2), 9), _line.Ahead(Account(3), 9)));
        Assert.Equal((2, (DateTimeOffset?)Start), (_line.Count, _line.Since));
        Assert.True(_line.Holds(Account(1)));
        Assert.False(_line.Holds(Account(3)));
    }

    [Fact]
    public void Those_ahead_are_counted_no_further_than_asked()
    {
        Wait(1, Start);
        Wait(2, Start);
        Wait(3, Start);

        Assert.Equal((1, 2), (_line.Ahead(Account(3), 1), _line.Ahead(Account(3), 5)));
    }

    [Fact]
    public void A_line_is_full_with_as_many_as_it_may_hold()
    {
        Wait(1, Start);
        Wait(2, Start);
        Assert.False(_line.IsFull);
        Wait(3, Start);
        Assert.True(_line.IsFull);
        _line.Leave(Account(1));
        Assert.False(_line.IsFull);
        Assert.Equal(0, _line.Ahead(Account(2), 9));
    }

    [Fact]
    public void A_place_is_kept_for_fifteen_seconds_beyond_the_time_that_was_told()
    {
        _line.Wait(Account(1), Start, Start.AddSeconds(10));
        _line.Wait(Account(1), Start.AddSeconds(10), Start.AddSeconds(20));

        _line.Forget(Start.AddSeconds(35));
        Assert.Equal(1, _line.Count);
        _line.Forget(Start.AddSeconds(35) + Moment);
        Assert.Equal((0, null), (_line.Count, _line.Since));
        Assert.False(_line.Holds(Account(1)));
    }

    [Fact]
    public void The_first_is_expected_from_a_second_before_its_time_and_by_others_only()
    {
        Assert.False(_line.Expects(Account(2), Start));
        _line.Wait(Account(1), Start, Start.AddSeconds(10));

        Assert.False(_line.Expects(Account(2), Start.AddSeconds(9) - Moment));
        Assert.True(_line.Expects(Account(2), Start.AddSeconds(9)));
        Assert.False(_line.Expects(Account(1), Start.AddSeconds(9)));
    }

    private static AccountKey Account(int number) => new("club", $"user-{number}");

    private void Wait(int number, DateTimeOffset now) => _line.Wait(Account(number), now, now.AddSeconds(5));
}
