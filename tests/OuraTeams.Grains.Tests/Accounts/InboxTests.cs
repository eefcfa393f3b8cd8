using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

public sealed class InboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private readonly InboxState _state = new();
    private readonly AccountOptions _options = new() { QuietTime = TimeSpan.FromSeconds(2), LongestQuietTime = TimeSpan.FromSeconds(10) };

    private InboxRules Inbox => new(_state, _options);

    [Fact]
    public void A_repeated_event_joins_the_mark_that_is_there()
    {
        for (int repeat = 0; repeat < 5; repeat++)
        {
            Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);
        }

        Assert.Single(_state.Marks);
    }

    [Fact]
    public void A_burst_puts_its_fetch_off_by_the_quiet_time_and_no_longer_than_the_longest()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);
        Assert.Equal(Now.AddSeconds(2), Inbox.NextDue());

        for (int second = 1; second <= 30; second++)
        {
            Inbox.Mark(DocumentKind.Sleep, Event("a"), Now.AddSeconds(second));
        }

        Assert.Equal(Now.AddSeconds(10), Inbox.NextDue());
    }

    [Fact]
    public void Nothing_is_fetched_before_it_is_due()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);

        Assert.Null(Inbox.Next(NoDay, Now.AddSeconds(1)));
        Assert.NotNull(Inbox.Next(NoDay, Now.AddSeconds(2)));
    }

    [Fact]
    public void One_document_is_read_by_its_id_and_several_of_a_kind_by_the_days_they_lie_in()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);
        Assert.Equal("a", Inbox.Next(NoDay, Now.AddMinutes(1))!.DocumentId);

        Inbox.Mark(DocumentKind.Sleep, Event("b"), Now);
        FetchJob job = Inbox.Next((_, id) => id == "a" ? new DateOnly(2026, 3, 5) : new DateOnly(2026, 3, 8), Now.AddMinutes(1))!;

        Assert.Null(job.DocumentId);
        Assert.Equal(2, job.Marks.Count);
        Assert.Equal((new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 8)), (job.First, job.Last));
    }

    [Fact]
    public void Documents_far_apart_are_not_read_together()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("old"), Now);
        Inbox.Mark(DocumentKind.Sleep, Event("new"), Now.AddSeconds(1));

        FetchJob job = Inbox.Next((_, id) => id == "old" ? new DateOnly(2026, 1, 1) : new DateOnly(2026, 3, 8), Now.AddMinutes(1))!;

        Assert.Equal("new", job.DocumentId);
        Assert.Single(job.Marks);
    }

    [Fact]
    public void Events_go_before_history_and_history_goes_newest_first()
    {
        Inbox.MarkRange(DocumentKind.Sleep, new DateOnly(2025, 12, 1), new DateOnly(2025, 12, 31), Now);
        Inbox.MarkRange(DocumentKind.Sleep, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 10), Now);
        Inbox.Mark(DocumentKind.DailyActivity, Event("live"), Now);

        FetchJob first = Inbox.Next(NoDay, Now.AddMinutes(1))!;
        Inbox.Done(first.Marks[0]);
        FetchJob second = Inbox.Next(NoDay, Now.AddMinutes(1))!;

        Assert.Equal("live", first.DocumentId);
        Assert.Equal(new DateOnly(2026, 3, 10), second.Last);
    }

    [Fact]
    public void An_event_that_comes_during_a_fetch_outlives_it()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);
        FetchJob job = Inbox.Next(NoDay, Now.AddMinutes(1))!;
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now.AddMinutes(1));

        Inbox.Done(job.Marks[0]);

        Assert.Single(_state.Marks);
    }

    [Fact]
    public void What_a_clock_that_was_ahead_put_off_is_due_at_once_and_a_pause_is_kept()
    {
        Inbox.Mark(DocumentKind.Sleep, Event("ahead"), Now);
        Inbox.Retry(_state.Marks[0], Now + (_options.LongestRetryPause * 2), null);
        Inbox.Mark(DocumentKind.Sleep, Event("waits"), Now);

        Inbox.ClampFutureMarks(Now);

        Assert.Equal([Now, Now + _options.QuietTime], _state.Marks.Select(mark => mark.NotBefore));
    }

    [Fact]
    public void Failures_are_put_off_further_each_time()
    {
        Inbox.MarkRange(DocumentKind.Sleep, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 10), Now);
        var pauses = new List<TimeSpan>();
        for (int attempt = 0; attempt < 6; attempt++)
        {
            Inbox.Retry(_state.Marks[0], Now, null);
            pauses.Add(_state.Marks[0].NotBefore - Now);
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.True(pauses[0] >= _options.RetryPause * 0.8);
        Assert.True(pauses[^1] <= _options.LongestRetryPause);
    }

    [Fact]
    public void The_newest_days_go_before_history_also_when_they_were_asked_for_later()
    {
        Inbox.MarkRange(DocumentKind.Sleep, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 30), Now);
        Inbox.MarkRange(DocumentKind.DailySleep, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 3), Now, RequestPriority.Interactive);

        FetchJob job = Inbox.Next(NoDay, Now)!;

        Assert.Equal((DocumentKind.DailySleep, RequestPriority.Interactive), (job.Kind, job.Priority));
    }

    [Fact]
    public void Of_events_that_piled_up_the_newest_goes_first()
    {
        Inbox.Mark(DocumentKind.DailySleep, Event("a") with { DataType = "daily_sleep", ReceivedAt = Now.AddMinutes(-60) }, Now);
        Inbox.Mark(DocumentKind.DailyActivity, Event("b") with { DataType = "daily_activity", ReceivedAt = Now.AddMinutes(-1) }, Now);

        Assert.Equal("b", Inbox.Next(NoDay, Now.AddMinutes(1))!.DocumentId);
    }

    [Fact]
    public void A_sync_asks_for_a_time_series_once_the_burst_is_over_and_joins_what_was_asked_for()
    {
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [new DateOnly(2026, 3, 9)], Now);
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 8)], Now.AddSeconds(1));

        Assert.Null(Inbox.Next(NoDay, Now.AddSeconds(10)));
        FetchJob job = Inbox.Next(NoDay, Now.AddSeconds(11))!;

        Assert.Single(_state.Marks);
        Assert.Equal((TimeSeriesKind.HeartRate, new DateOnly(2026, 3, 8), new DateOnly(2026, 3, 10)), (job.Kind, job.First, job.Last));
    }

    [Fact]
    public void Days_that_one_read_cannot_span_are_asked_for_one_by_one()
    {
        Inbox.MarkSynced(TimeSeriesKind.HeartRate, [new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 9)], Now);

        Assert.Equal([(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1)), (new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 9))], _state.Marks.Select(mark => (mark.First!.Value, mark.Last!.Value)));
    }

    [Fact]
    public void Rows_wait_for_the_sleeps_of_their_days_however_long_these_take()
    {
        (DateOnly first, DateOnly last) = (new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 1));
        Inbox.MarkRange(TimeSeriesKind.HeartRate, first.AddDays(3), last.AddDays(1), Now, RequestPriority.Interactive);
        Inbox.MarkRange(DocumentKind.Sleep, first, last, Now);
        Inbox.MarkRange(DocumentKind.DailySleep, first, last, Now);
        Inbox.Retry(_state.Marks[1], Now, TimeSpan.FromMinutes(1));

        FetchJob job = Inbox.Next(NoDay, Now)!;
        Assert.Equal(DocumentKind.DailySleep, job.Kind);
        Inbox.Done(job.Marks[0]);
        Assert.Null(Inbox.Next(NoDay, Now));
        Assert.Equal(Now.AddMinutes(1), Inbox.NextDue());

        job = Inbox.Next(NoDay, Now.AddMinutes(1))!;
        Assert.Equal(DocumentKind.Sleep, job.Kind);
        Inbox.Done(job.Marks[0]);
        Assert.Equal(TimeSeriesKind.HeartRate, Inbox.Next(NoDay, Now.AddMinutes(1))!.Kind);
    }

    [Fact]
    public void Sleeps_that_rows_wait_for_are_as_urgent_as_these()
    {
        (DateOnly first, DateOnly last) = (new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 30));
        Inbox.MarkRange(DocumentKind.Sleep, last.AddDays(1), last.AddDays(30), Now);
        Inbox.MarkRange(DocumentKind.Sleep, first, last, Now);
        Inbox.MarkRange(DocumentKind.DailySleep, first, last.AddDays(30), Now);
        Inbox.MarkRange(TimeSeriesKind.HeartRate, first.AddDays(3), first.AddDays(4), Now, RequestPriority.Interactive);
        Assert.Equal(Now, Inbox.NextDueBefore(RequestPriority.Backfill));

        FetchJob sleeps = Inbox.Next(NoDay, Now)!;
        Assert.Equal((DocumentKind.Sleep, first, RequestPriority.Interactive), (sleeps.Kind, sleeps.First, sleeps.Priority));
        Inbox.Done(sleeps.Marks[0]);
        FetchJob rows = Inbox.Next(NoDay, Now)!;
        Assert.Equal((TimeSeriesKind.HeartRate, RequestPriority.Interactive), (rows.Kind, rows.Priority));
        Inbox.Done(rows.Marks[0]);

        // Nobody waits for the other sleeps.
        Assert.Null(Inbox.NextDueBefore(RequestPriority.Backfill));
        Assert.All(_state.Marks, mark => Assert.Equal(RequestPriority.Backfill, mark.Priority));
    }

    [Fact]
    public void Marks_of_kinds_that_may_not_be_asked_for_any_more_are_dropped_and_hold_nothing_up()
    {
        var day = new DateOnly(2026, 3, 9);
        Inbox.Mark(DocumentKind.Sleep, Event("a"), Now);
        Inbox.MarkRange(DocumentKind.Sleep, day, day, Now);
        Inbox.MarkRange(TimeSeriesKind.HeartRate, day, day, Now);
        _state.Marks.Add(new InboxMark { DataType = "brain_waves", DocumentId = "x", Sequence = 9, Since = Now, NotBefore = Now });

        Inbox.KeepOnly(kind => kind.IsOpenTo(["heartrate"]));

        Assert.Equal(["heartrate", "brain_waves"], _state.Marks.Select(mark => mark.DataType));
        Assert.Equal(TimeSeriesKind.HeartRate, Inbox.Next(NoDay, Now)!.Kind);
    }

    [Fact]
    public void A_range_that_the_budget_did_not_suffice_for_is_asked_for_later_in_halves_down_to_a_day()
    {
        (DateOnly first, DateOnly last) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 5));
        Inbox.MarkRange(TimeSeriesKind.HeartRate, first, last, Now);
        for (int round = 0; round < 4; round++)
        {
            foreach (InboxMark mark in _state.Marks.ToArray())
            {
                Inbox.PutOff(mark, Now.AddMinutes(round + 1));
            }
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(first.AddDays), _state.Marks.Select(mark => mark.First!.Value).Order());
        Assert.All(_state.Marks, mark => Assert.Equal((mark.First, 0, Now.AddMinutes(4)), (mark.Last, mark.Attempts, mark.NotBefore)));
        Assert.Equal(4, _state.HistoryAsked);
    }

    [Fact]
    public void What_another_release_marked_stays_and_harms_nothing()
    {
        _state.Marks.Add(new InboxMark { DataType = "brain_waves", DocumentId = "x", Sequence = 1, Since = Now, NotBefore = Now });

        Assert.Null(Inbox.Next(NoDay, Now.AddMinutes(1)));
        Assert.Null(Inbox.NextDue());
        Assert.Single(_state.Marks);
    }

    private static DateOnly? NoDay(DocumentKind kind, string id) => null;

    private static RingEvent Event(string id) => new() { DataType = "sleep", ObjectId = id, IsDelete = false, EventTime = Now, ReceivedAt = Now };
}
