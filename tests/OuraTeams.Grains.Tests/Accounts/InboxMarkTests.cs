using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>What becomes of marks at the edges: of days, of reads, and of events that come meanwhile.</summary>
public sealed class InboxMarkTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 1);
    private readonly InboxState _state = new();
    private readonly AccountOptions _options = new() { QuietTime = TimeSpan.FromSeconds(2), LongestQuietTime = TimeSpan.FromSeconds(10) };

    private InboxRules Inbox => new(_state, _options);

    [Theory]
    [InlineData(4, 6)]
    [InlineData(-2, 0)]
    [InlineData(2, 2)]
    public void Rows_wait_for_sleeps_that_share_a_single_day_with_them(int first, int last)
    {
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day.AddDays(4), Now);
        Inbox.Retry(_state.Marks[0], Now, TimeSpan.FromMinutes(9));
        Inbox.MarkRange(TimeSeriesKind.HeartRate, Day.AddDays(first), Day.AddDays(last), Now);

        Assert.Null(Inbox.Next(NoDay, Now));
        Assert.Equal(Now.AddMinutes(9), Inbox.NextDue());
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(-2, -1)]
    public void Rows_do_not_wait_for_sleeps_of_the_day_before_or_after(int first, int last)
    {
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day.AddDays(4), Now);
        Inbox.Retry(_state.Marks[0], Now, TimeSpan.FromMinutes(9));
        Inbox.MarkRange(TimeSeriesKind.HeartRate, Day.AddDays(first), Day.AddDays(last), Now);

        Assert.Equal(TimeSeriesKind.HeartRate, Inbox.Next(NoDay, Now)!.Kind);
    }

    [Fact]
    public void An_event_that_comes_during_a_read_keeps_its_mark_as_it_is_whatever_the_read_brings()
    {
        Mark("a");
        InboxMark read = _state.Marks[0];
        Mark("a", isDelete: true);
        InboxMark newer = _state.Marks[0];

        Assert.False(Inbox.IsUnchanged(read));
        Assert.True(Inbox.IsUnchanged(newer));
        Inbox.Done(read);
        Inbox.Retry(read, Now, TimeSpan.FromHours(1));
        Inbox.AskAlone(read);
        Inbox.AskByDays(read);
        Inbox.PutOff(read, Now.AddHours(1));
        Assert.Equal(newer, Assert.Single(_state.Marks));

        Inbox.Done(newer);
        Assert.Empty(_state.Marks);
    }

    [Fact]
    public void A_repeat_keeps_when_the_first_event_came_and_says_what_the_newest_said()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a", isDelete: true) with { ReceivedAt = Now.AddMinutes(-3) }, Now.AddMinutes(-3));
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);

        InboxMark mark = Assert.Single(_state.Marks);
        Assert.Equal((Now.AddMinutes(-3), false, 0), (mark.Since, mark.IsDelete, mark.Attempts));
        Assert.Equal(Now.AddMinutes(-3) + _options.LongestQuietTime, mark.NotBefore);
    }

    [Fact]
    public void An_event_from_a_clock_that_is_ahead_counts_from_now()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a") with { ReceivedAt = Now.AddHours(1) }, Now);

        Assert.Equal(Now, Assert.Single(_state.Marks).Since);
    }

    [Fact]
    public void The_same_id_of_another_kind_has_a_mark_of_its_own()
    {
        Mark("a");
        Inbox.Mark(DocumentKind.DailySleep, Event("a") with { DataType = "daily_sleep" }, Now);
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day, Now);
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day.AddDays(1), Now);
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day, Now.AddMinutes(1));

        Assert.Equal(4, _state.Marks.Count);
        Assert.Equal(4, _state.Marks.Select(mark => mark.Sequence).Distinct().Count());
        Assert.Equal(1, Inbox.WaitingEvents("sleep"));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Documents_are_read_together_within_thirty_one_days(int apart, bool together)
    {
        Mark("old");
        Mark("new");

        FetchJob job = Inbox.Next((_, id) => id == "old" ? Day : Day.AddDays(apart), Now.AddMinutes(1))!;

        Assert.Equal(together ? 2 : 1, job.Marks.Count);
        Assert.Equal(together ? (null, Day, Day.AddDays(apart)) : ("new", default, default), (job.DocumentId, job.First, job.Last));
    }

    [Fact]
    public void A_document_that_is_to_be_asked_for_alone_is_read_by_its_id_and_joins_no_other()
    {
        Mark("a");
        Mark("b");
        Inbox.AskAlone(_state.Marks[0]);

        Assert.Equal("b", Inbox.Next(NoDay, Now.AddMinutes(1))!.DocumentId);
        Inbox.Done(_state.Marks[1]);
        Mark("c");
        Inbox.AskAlone(_state.Marks[1]);
        Assert.Equal("c", Inbox.Next(NoDay, Now.AddMinutes(1))!.DocumentId);
    }

    [Fact]
    public void What_is_not_due_joins_no_read()
    {
        Mark("late");
        Mark("due");
        Inbox.Retry(_state.Marks[0], Now, TimeSpan.FromMinutes(5));

        Assert.Equal("due", Inbox.Next(NoDay, Now.AddMinutes(1))!.DocumentId);
    }

    [Fact]
    public void A_document_that_nobody_knows_is_looked_for_from_three_days_ago_to_tomorrow()
    {
        Mark("a");
        Mark("b");

        FetchJob job = Inbox.Next(NoDay, Now.AddMinutes(1))!;

        Assert.Equal((new DateOnly(2026, 3, 7), new DateOnly(2026, 3, 11)), (job.First, job.Last));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Syncs_are_joined_as_long_as_one_read_spans_their_days(int apart, bool joined)
    {
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day], Now);
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day.AddDays(apart)], Now);
        Assert.Equal(joined ? 1 : 2, _state.Marks.Count);

        _state.Marks.Clear();
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day, Day.AddDays(apart)], Now);
        Assert.Equal(joined ? 1 : 2, _state.Marks.Count);
        Assert.All(_state.Marks, mark => Assert.Equal((true, RequestPriority.Interactive, Now.AddSeconds(10)), (mark.IsSync, mark.Priority, mark.NotBefore)));
    }

    [Fact]
    public void A_sync_of_days_that_are_asked_for_already_leaves_the_wider_range()
    {
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day, Day.AddDays(5)], Now);
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day.AddDays(3)], Now);

        InboxMark mark = Assert.Single(_state.Marks);
        Assert.Equal((Day, Day.AddDays(5)), (mark.First, mark.Last));
    }

    [Fact]
    public void The_newest_document_that_is_to_be_asked_for_alone_is_read_by_its_id_though_others_wait()
    {
        Mark("a");
        Mark("b");
        Inbox.AskAlone(_state.Marks[1]);

        FetchJob job = Inbox.Next(NoDay, Now.AddMinutes(1))!;

        Assert.Equal(("b", 1), (job.DocumentId, job.Marks.Count));
    }

    [Fact]
    public void A_document_that_is_looked_for_in_its_days_begins_its_attempts_anew()
    {
        Mark("a");
        Inbox.Retry(_state.Marks[0], Now, null);
        Inbox.AskByDays(_state.Marks[0]);

        Assert.Equal((true, 0), (_state.Marks[0].ByDays, _state.Marks[0].Attempts));
    }

    [Fact]
    public void A_sync_joins_neither_history_nor_another_series()
    {
        Inbox.MarkRange(TimeSeriesKind.HeartRate, Day, Day, Now);
        Inbox.MarkSynced(TimeSeriesKind.InterbeatInterval, [Day], Now);
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day.AddDays(1)], Now);

        Assert.Equal(3, _state.Marks.Count);
        Assert.Equal([false, true, true], _state.Marks.Select(mark => mark.IsSync));
    }

    [Fact]
    public void The_longer_of_Ouras_pause_and_our_own_is_kept()
    {
        Mark("a");
        Inbox.Retry(_state.Marks[0], Now, TimeSpan.FromMinutes(2));
        Assert.Equal((1, Now.AddMinutes(2)), (_state.Marks[0].Attempts, _state.Marks[0].NotBefore));

        Inbox.Retry(_state.Marks[0], Now, TimeSpan.FromMilliseconds(1));
        Assert.InRange(_state.Marks[0].NotBefore - Now, _options.RetryPause * 1.6, _options.RetryPause * 2.4);
        Assert.Equal(2, _state.Marks[0].Attempts);
    }

    [Fact]
    public void A_mark_that_waits_as_long_as_the_longest_pause_is_left_and_one_that_waits_longer_is_due()
    {
        Mark("a");
        _state.Marks[0] = _state.Marks[0] with { NotBefore = Now + _options.LongestRetryPause };
        Inbox.ClampFutureMarks(Now);
        Assert.Equal(Now + _options.LongestRetryPause, _state.Marks[0].NotBefore);

        Inbox.ClampFutureMarks(Now.AddMilliseconds(-1));
        Assert.Equal(Now.AddMilliseconds(-1), _state.Marks[0].NotBefore);
    }

    [Fact]
    public void A_comparison_or_sync_in_halves_is_not_counted_as_history()
    {
        Inbox.MarkRange(TimeSeriesKind.HeartRate, Day, Day.AddDays(1), Now, isReconcile: true);
        Inbox.PutOff(_state.Marks[0], Now.AddMinutes(1));
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [Day.AddDays(40), Day.AddDays(41)], Now);
        Inbox.PutOff(_state.Marks[2], Now.AddMinutes(1));

        Assert.Equal([Day.AddDays(1), Day, Day.AddDays(41), Day.AddDays(40)], _state.Marks.Select(mark => mark.First!.Value));
        Assert.All(_state.Marks, mark => Assert.Equal(mark.First, mark.Last));
        Assert.Equal(0, _state.HistoryAsked);
        Assert.Equal(4, _state.Marks.Select(mark => mark.Sequence).Distinct().Count());
    }

    [Fact]
    public void Only_what_is_more_urgent_goes_before_a_priority()
    {
        Inbox.MarkRange(DocumentKind.DailySleep, Day, Day, Now, RequestPriority.Interactive);

        Assert.Null(Inbox.NextDueBefore(RequestPriority.Interactive));
        Assert.Equal(Now, Inbox.NextDueBefore(RequestPriority.Backfill));
    }

    [Fact]
    public void A_change_works_on_a_draft_and_leaves_the_inbox_as_it_was()
    {
        Mark("a");

        InboxState next = InboxRules.Change(_state, _options, inbox => inbox.Mark(DocumentKind.Sleep, Event("b"), Now));

        Assert.Equal((1, 2), (_state.Marks.Count, next.Marks.Count));
        Assert.Equal((1, 2), (_state.Sequence, next.Sequence));
    }

    [Fact]
    public void Two_documents_of_a_kind_wait_each_since_its_own_event()
    {
        Mark("a");

        Inbox.Mark(DocumentKind.Sleep, Event("b") with { ReceivedAt = Now.AddMinutes(1) }, Now.AddMinutes(1));

        Assert.Equal([Now, Now.AddMinutes(1)], _state.Marks.Select(mark => mark.Since));
    }

    [Fact]
    public void Ranges_that_end_on_the_same_day_are_not_the_same()
    {
        Inbox.MarkRange(DocumentKind.DailySleep, Day, Day.AddDays(4), Now);
        Inbox.MarkRange(DocumentKind.DailySleep, Day.AddDays(2), Day.AddDays(4), Now);
        Inbox.MarkRange(DocumentKind.DailySleep, Day, Day.AddDays(4), Now.AddHours(1));

        Assert.Equal([Day, Day.AddDays(2)], _state.Marks.Select(mark => mark.First));
    }

    [Fact]
    public void The_first_mark_that_is_due_is_waited_for()
    {
        Inbox.MarkRange(DocumentKind.DailySleep, Day, Day, Now.AddHours(1), RequestPriority.Interactive);
        Inbox.MarkRange(DocumentKind.DailyActivity, Day, Day, Now, RequestPriority.Interactive);
        Inbox.MarkRange(DocumentKind.DailyReadiness, Day, Day, Now.AddHours(2), RequestPriority.Interactive);

        Assert.Equal((Now, Now), (Inbox.NextDue(), Inbox.NextDueBefore(RequestPriority.Backfill)));
    }

    [Fact]
    public void Events_that_wait_are_those_of_the_kind()
    {
        Mark("a");
        Mark("b");
        Inbox.Mark(DocumentKind.DailySleep, Event("c") with { DataType = "daily_sleep" }, Now);
        Inbox.MarkRange(DocumentKind.Sleep, Day, Day, Now);

        Assert.Equal((2, 1, 0), (Inbox.WaitingEvents("sleep"), Inbox.WaitingEvents("daily_sleep"), Inbox.WaitingEvents("workout")));
    }

    private static DateOnly? NoDay(DocumentKind kind, string id) => null;

    private static RingEvent Event(string id, bool isDelete = false) =>
        new() { DataType = "sleep", ObjectId = id, IsDelete = isDelete, EventTime = Now, ReceivedAt = Now };

    private void Mark(string id, bool isDelete = false) => Inbox.Mark(DocumentKind.Sleep, Event(id, isDelete), Now);
}
