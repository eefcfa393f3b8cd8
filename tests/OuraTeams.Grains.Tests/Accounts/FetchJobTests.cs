using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>What a job is, by the marks that it answers.</summary>
public sealed class FetchJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly InboxMark Event = new() { DataType = "daily_sleep", DocumentId = "a", Sequence = 1, Since = Now, NotBefore = Now };
    private static readonly InboxMark History = new() { DataType = "daily_sleep", First = Day, Last = Day, Sequence = 2, Since = Now.AddHours(-1), NotBefore = Now, Priority = RequestPriority.Backfill };
    private static readonly InboxMark Comparison = History with { IsReconcile = true };

    [Fact]
    public void Its_oldest_event_is_the_first_that_came()
    {
        Assert.Equal(Now.AddMinutes(-5), Job(Event, Event with { Since = Now.AddMinutes(-5) }, Event, History).OldestEvent);
        Assert.Null(Job(History, Comparison).OldestEvent);
    }

    [Fact]
    public void It_is_as_urgent_as_the_first_of_its_marks()
    {
        Assert.Equal(RequestPriority.Live, Job(History, Event).Priority);
        Assert.Equal(RequestPriority.Backfill, Job(History, Comparison).Priority);
    }

    [Fact]
    public void It_compares_when_one_of_its_marks_does()
    {
        Assert.True(Job(History, Comparison).IsReconcile);
        Assert.False(Job(History, Event).IsReconcile);
    }

    [Fact]
    public void It_reads_history_when_all_of_its_marks_do()
    {
        Assert.True(Job(History, History).IsHistory);
        Assert.False(Job(History, Event).IsHistory);
        Assert.False(Job(Event).IsHistory);
        Assert.False(Job(History, Comparison).IsHistory);
        Assert.False(Job(Comparison).IsHistory);
    }

    private static FetchJob Job(params InboxMark[] marks) => new(DocumentKind.DailySleep, marks, null, Day, Day);
}
