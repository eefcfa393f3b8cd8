using OuraTeams.Contracts;
using OuraTeams.Contracts.States;

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
}
