using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Accounts.Steps;
using OuraTeams.Metrics.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>What an answer of Oura means when events came while Oura was asked, or when it fails again and again.</summary>
public sealed class ReadAnswerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 10);
    private readonly InboxState _inbox = new();
    private readonly CacheState _cache = new();
    private readonly AccountOptions _options = new() { QuietTime = TimeSpan.Zero };

    [Fact]
    public void A_document_whose_event_came_during_the_read_that_lacks_it_is_neither_removed_nor_cleared()
    {
        Hold("a", "b");
        Mark("a");
        Mark("b", isDelete: true);
        FetchJob job = NextJob();
        Assert.Equal(2, job.Marks.Count);
        Mark("b");

        // The read contains neither: but the event of "b" is newer than it.
        Apply(job with { First = Day.AddDays(5), Last = Day.AddDays(6) }, [Reading("a")]);

        Assert.Equal(2, _cache.DocumentCount);
        Assert.Equal(("b", false), (Assert.Single(_inbox.Marks).DocumentId, _inbox.Marks[0].IsDelete));
    }

    [Fact]
    public void A_document_that_an_event_called_deleted_and_a_read_of_days_lacks_is_removed()
    {
        Hold("a", "b");
        Mark("a");
        Mark("b", isDelete: true);

        Apply(NextJob() with { First = Day.AddDays(5), Last = Day.AddDays(6) }, [Reading("a")]);

        Assert.Equal(1, _cache.DocumentCount);
        Assert.Empty(_inbox.Marks);
    }

    [Fact]
    public void A_mark_whose_event_came_during_the_read_stays()
    {
        Mark("a");
        FetchJob job = NextJob();
        Mark("a");

        Apply(job, [Reading("a")]);

        Assert.Equal("a", Assert.Single(_inbox.Marks).DocumentId);
        Assert.Equal(1, _cache.DocumentCount);
    }

    [Fact]
    public void A_delete_that_is_not_found_is_left_to_the_event_that_came_meanwhile()
    {
        Hold("a");
        Mark("a", isDelete: true);
        FetchJob job = NextJob();
        Mark("a");

        JobOutcome outcome = Apply(job, OuraFailure.NotFound);

        Assert.Equal((1, false), (_cache.DocumentCount, outcome.Retried));
        Assert.False(Assert.Single(_inbox.Marks).IsDelete);
    }

    [Fact]
    public void A_read_that_Oura_calls_invalid_is_given_up_the_fifth_time()
    {
        Mark("a");
        _inbox.Marks[0] = _inbox.Marks[0] with { Attempts = 3 };

        JobOutcome fourth = Apply(NextJob(), OuraFailure.Invalid);
        Assert.Equal((true, 0, 4), (fourth.Retried, fourth.Dropped, Assert.Single(_inbox.Marks).Attempts));

        JobOutcome fifth = Apply(NextJob(), OuraFailure.Invalid);
        Assert.Equal((false, 1, "refused as invalid"), (fifth.Retried, fifth.Dropped, fifth.Reason));
        Assert.Empty(_inbox.Marks);
    }

    [Fact]
    public void A_comparison_takes_out_what_Oura_does_not_hold_any_more()
    {
        Hold("a", "b");
        new InboxRules(_inbox, _options).MarkRange(DocumentKind.DailySleep, Day, Day, Now, isReconcile: true);

        Apply(NextJob(), [Reading("b")]);

        Assert.Equal(1, _cache.DocumentCount);
        Assert.Empty(_inbox.Marks);
    }

    [Fact]
    public void A_read_by_id_takes_out_nothing_else()
    {
        Hold("a", "b");
        Mark("a");

        Apply(NextJob(), [Reading("a") with { Values = [(0, 81)] }]);

        Assert.Equal(2, _cache.DocumentCount);
    }

    private static DocumentReading Reading(string id) => new()
    {
        Kind = "daily_sleep",
        DocumentId = id,
        Day = Day,
        Role = DocumentRole.Daily,
        Values = [(0, 80)],
    };

    private void Hold(params string[] ids) => new MetricCache(_cache).Apply(ids.Select(Reading), 0);

    private void Mark(string id, bool isDelete = false) => new InboxRules(_inbox, _options).Mark(
        DocumentKind.DailySleep,
        new RingEvent { DataType = "daily_sleep", ObjectId = id, IsDelete = isDelete, EventTime = Now, ReceivedAt = Now },
        Now);

    private FetchJob NextJob()
    {
        var cache = new MetricCache(_cache);
        return new InboxRules(_inbox, _options).Next((kind, id) => cache.DayOf(kind.Name, id), Now.AddHours(1))!;
    }

    private JobOutcome Apply(FetchJob job, OuraFailure failure) => Apply(job, new FetchAnswer([], new OuraException(failure, "test")));

    private JobOutcome Apply(FetchJob job, DocumentReading[] readings) => Apply(job, new FetchAnswer(readings, null));

    private JobOutcome Apply(FetchJob job, FetchAnswer answer)
    {
        JobOutcome.Apply(job, answer, new MetricCache(_cache), new InboxRules(_inbox, _options), _options, Now, out JobOutcome outcome);
        return outcome;
    }
}
