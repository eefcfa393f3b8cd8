using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Teams;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Grains.Tests;

public sealed class PartitionFiguresTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly MemberKey Member = new("club", "anna");
    private readonly PartitionFigures _figures = new();

    [Fact]
    public void A_gathered_answer_is_taken_once_and_the_slot_is_missing_no_more()
    {
        _figures.Expect(3, 7);
        Assert.Equal(1, Part().Missing);

        Assert.True(_figures.Gather(3, Connected(7), Member, Snapshot(7, 70)));
        Assert.Equal((1, 0), (Part().Reporting, Part().Missing));
        Assert.False(_figures.Gather(3, Connected(7), Member, Snapshot(7, 80)));
    }

    [Fact]
    public void The_late_answer_of_a_member_who_was_disconnected_meanwhile_is_not_taken()
    {
        _figures.Expect(3, 7);

        // Disconnected while the account was being asked: the days are out, later messages are refused.
        Assert.True(_figures.Remove(3));

        Assert.False(_figures.Gather(3, Connected(8), Member, Snapshot(7, 70)));
        Assert.Equal((0, 0), (Part().Reporting, Part().Missing));
    }

    [Fact]
    public void The_late_answer_of_an_earlier_incarnation_is_not_taken_when_the_member_has_connected_again()
    {
        _figures.Expect(3, 7);
        _figures.Remove(3);
        _figures.Replace(3, 9, [Row(1, 60)]);

        Assert.False(_figures.Gather(3, Connected(9), Member, Snapshot(7, 70)));
        Assert.Equal(60, Assert.Single(Part().Histograms).Values.Single());
    }

    [Fact]
    public void The_late_answer_for_a_slot_that_became_somebody_elses_is_not_taken()
    {
        _figures.Expect(3, 7);

        Assert.False(_figures.Gather(3, new Slot { Member = "bert", OuraUser = "oura-2", Incarnation = 7 }, Member, Snapshot(7, 70)));
        Assert.Equal(0, Part().Reporting);
    }

    [Fact]
    public void An_account_that_holds_another_incarnation_is_asked_again()
    {
        _figures.Expect(3, 7);

        Assert.False(_figures.Gather(3, Connected(7), Member, Snapshot(6, 70)));
        Assert.Equal((0, 1), (Part().Reporting, Part().Missing));
    }

    [Fact]
    public void An_account_that_nobody_has_connected_is_not_waited_for()
    {
        _figures.Expect(3, 7);

        Assert.True(_figures.Gather(3, Connected(7), Member, new AccountSnapshot { Member = null, Incarnation = 8, Days = [] }));
        Assert.Equal((0, 0), (Part().Reporting, Part().Missing));
    }

    [Fact]
    public void The_first_message_of_an_incarnation_replaces_everything_whatever_its_versions()
    {
        _figures.Replace(3, 7, [Row(100, 70), Row(100, 71) with { Day = Day.AddDays(-1) }]);

        Assert.True(_figures.Replace(3, 8, [Row(1, 60)]));

        Assert.Equal(60, Assert.Single(Part().Histograms).Values.Single());
        Assert.Equal(0, _figures.Part(Day.AddDays(-1), [0], 1).Reporting);
    }

    [Fact]
    public void An_old_version_of_the_same_incarnation_changes_nothing()
    {
        _figures.Replace(3, 7, [Row(2, 70)]);

        Assert.False(_figures.Replace(3, 7, [Row(1, 60)]));
        Assert.Equal(70, Assert.Single(Part().Histograms).Values.Single());
    }

    [Fact]
    public void A_message_that_comes_while_the_account_is_asked_is_not_undone_by_its_answer()
    {
        _figures.Expect(3, 7);
        _figures.Replace(3, 7, [Row(5, 75)]);
        Assert.Equal(1, Part().Missing);

        Assert.True(_figures.Gather(3, Connected(7), Member, Snapshot(7, 70)));

        Assert.Equal(75, Assert.Single(Part().Histograms).Values.Single());
    }

    [Fact]
    public void Slots_with_numbers_are_counted_once_whatever_comes_and_goes()
    {
        _figures.Replace(3, 7, [Row(1, 70)]);
        _figures.Replace(3, 8, [Row(1, 71)]);
        _figures.Replace(4, 1, [Row(1, 60)]);
        Assert.Equal(2, _figures.Held);

        Assert.True(_figures.Remove(3));
        Assert.False(_figures.Remove(3));
        Assert.False(_figures.Remove(9));
        Assert.Equal((1, 1), (_figures.Held, Part().Reporting));
        _figures.Replace(3, 8, [Row(1, 72)]);
        Assert.Equal((2, 2), (_figures.Held, Part().Reporting));
    }

    [Fact]
    public void An_incarnation_is_not_asked_for_any_more_once_another_has_sent_its_days()
    {
        _figures.Expect(3, 7);
        _figures.Expect(4, 2);
        Assert.Equal((7L, 2L), (_figures.Missing[3], _figures.Missing[4]));

        _figures.Replace(3, 8, [Row(1, 70)]);

        Assert.Equal([4], _figures.Missing.Keys);
    }

    [Fact]
    public void An_account_of_another_release_may_know_fewer_metrics_or_more()
    {
        _figures.Replace(3, 7, [Row(1, 70) with { Units = [70] }]);
        _figures.Replace(4, 7, [Row(1, 80) with { Units = [80, .. Enumerable.Repeat(5, MetricCatalogue.All.Count + 2)] }]);

        MetricHistogramPart[] parts = [.. _figures.Part(Day, [0, 1], 2).Histograms];
        Assert.Equal([70, 80], parts[0].Values);
        Assert.Equal((5, 1), (Assert.Single(parts[1].Values), Assert.Single(parts[1].Counts)));
        _figures.Remove(4);
        Assert.Equal(0, Assert.Single(_figures.Part(Day, [0, 1], 1).Histograms).Metric);
    }

    private static Slot Connected(long incarnation) => new() { Member = Member.Member, OuraUser = "oura-1", Incarnation = incarnation };

    private static AccountSnapshot Snapshot(long incarnation, int value) => new() { Member = Member, Incarnation = incarnation, Days = [Row(4, value)] };

    private static DayRow Row(long version, int value)
    {
        int[] units = new int[MetricCatalogue.All.Count];
        units.AsSpan().Fill(MetricValue.Missing);
        units[0] = value;
        return new DayRow { Day = Day, Version = version, Units = units };
    }

    private DayPart Part() => _figures.Part(Day, [0], 1);
}
