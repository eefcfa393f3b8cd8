using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>The edges of what an account asks for without an event.</summary>
public sealed class ScheduleEdgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private readonly InboxState _inbox = new();
    private readonly AccountOptions _options = new();
    private readonly ConnectionState _connection = new()
    {
        Status = ConnectionStatus.Connected,
        Credential = new IssuedCredential { AccessToken = "a", RefreshToken = "r", ExpiresAt = Now.AddHours(1), Scopes = ["daily", "heartrate"] },
    };

    private ReadingSchedule Schedule => new(_options, 0.5);

    private InboxRules Inbox => new(_inbox, _options);

    [Fact]
    public void History_counts_what_it_asks_for_and_stands_for_a_comparison()
    {
        Schedule.MarkHistory(Inbox, _connection, Now);

        Assert.Equal((_inbox.Marks.Count, (DateTimeOffset?)Now), (_inbox.HistoryAsked, _inbox.ReconciledAt));
        Assert.Equal(Now + _options.ReconcilePeriod, Schedule.NextReconcile(_inbox, Now.AddYears(-1)));
    }

    [Fact]
    public void A_history_shorter_than_the_newest_days_asks_for_no_day_before_it()
    {
        _options.HistoryDays = 3;

        Schedule.MarkHistory(Inbox, _connection, Now);

        DateOnly oldest = new(2026, 3, 8);
        Assert.All(_inbox.Marks, mark => Assert.True(mark.First >= oldest));
        Assert.Contains(_inbox.Marks, mark => mark.First == oldest);
    }

    [Fact]
    public void Whoever_has_events_every_few_minutes_may_be_silent_for_two_hours()
    {
        for (int minutes = 0; minutes <= 30; minutes += 10)
        {
            ReadingSchedule.NoteEvent(Inbox, Now.AddMinutes(minutes));
        }

        Assert.Equal(Now.AddMinutes(30).AddHours(2), Schedule.NextReconcile(_inbox, Now));
    }

    [Fact]
    public void A_long_silence_is_a_habit_that_fades_slowly()
    {
        ReadingSchedule.NoteEvent(Inbox, Now);
        ReadingSchedule.NoteEvent(Inbox, Now.AddHours(10));
        ReadingSchedule.NoteEvent(Inbox, Now.AddHours(10).AddMinutes(1));

        Assert.InRange(_inbox.LongestSilence, TimeSpan.FromHours(9), TimeSpan.FromHours(9.99));
    }

    [Fact]
    public void A_comparison_reads_the_newest_days_of_documents_two_days_of_series_and_once_what_has_no_days()
    {
        Schedule.MarkReconcile(Inbox, _connection, Now);

        DateOnly today = new(2026, 3, 10);
        Assert.Equal((today.AddDays(1 - _options.ReconcileDays), today.AddDays(1)), Only("daily_sleep"));
        Assert.Equal((today.AddDays(-1), today.AddDays(1)), Only("heartrate"));
        Assert.Equal((today, today), Only("personal_info"));
        Assert.All(_inbox.Marks, mark => Assert.True(mark is { IsReconcile: true, Priority: RequestPriority.Backfill }));
        Assert.Equal(Now, _inbox.ReconciledAt);
    }

    [Fact]
    public void History_asks_once_for_what_has_no_days_and_no_more_for_what_is_not_granted()
    {
        Inbox.MarkRange(DocumentKind.Workout, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2), Now);

        Schedule.MarkHistory(Inbox, _connection, Now);

        Assert.Equal((new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 10)), Only("personal_info"));
        Assert.DoesNotContain(_inbox.Marks, mark => mark.DataType == "workout");
    }

    [Fact]
    public void History_is_cut_into_the_longest_reads_and_a_part_may_be_a_single_day()
    {
        (_options.RecentDays, _options.HistoryDays) = (1, 65);

        Schedule.MarkHistory(Inbox, _connection, Now);

        int[] lengths = [.. _inbox.Marks.Where(mark => mark.DataType == "heartrate").Select(mark => mark.Last!.Value.DayNumber - mark.First!.Value.DayNumber + 1)];
        Assert.Equal([1, 30, 30, 5], lengths);
    }

    [Fact]
    public void Changed_days_have_the_series_read_that_are_granted()
    {
        ReadingSchedule.MarkSynced(Inbox, _connection, [new DateOnly(2026, 3, 9)], Now);

        InboxMark mark = _inbox.Marks.Single(known => known.DataType == "heartrate");
        Assert.Equal((new DateOnly(2026, 3, 9), true, RequestPriority.Interactive), (mark.First!.Value, mark.IsSync, mark.Priority));
        Assert.Equal(Now + _options.LongestQuietTime, mark.NotBefore);
        _inbox.Marks.Clear();

        ReadingSchedule.MarkSynced(Inbox, _connection with { Credential = _connection.Credential! with { Scopes = ["daily"] } }, [new DateOnly(2026, 3, 9)], Now);
        Assert.Empty(_inbox.Marks);
    }

    private (DateOnly First, DateOnly Last) Only(string dataType)
    {
        InboxMark mark = _inbox.Marks.Single(known => known.DataType == dataType);
        return (mark.First!.Value, mark.Last!.Value);
    }
}
