using System.Diagnostics.Metrics;
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

public sealed class JobOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 10);
    private readonly InboxState _inbox = new();
    private readonly CacheState _cache = new();
    private readonly AccountOptions _options = new() { QuietTime = TimeSpan.Zero };

    [Fact]
    public void A_read_clears_its_mark()
    {
        Mark("a");

        JobOutcome outcome = Apply(Job("a"), new FetchAnswer([Reading("a")], null));

        Assert.True(outcome.Read);
        Assert.Empty(_inbox.Marks);
        Assert.Equal(1, _cache.DocumentCount);
    }

    [Fact]
    public void Not_found_after_a_delete_event_removes_the_document_at_once()
    {
        Mark("a");
        Apply(Job("a"), new FetchAnswer([Reading("a")], null));
        Mark("a", isDelete: true);

        Apply(Job("a"), Failure(OuraFailure.NotFound));

        Assert.Empty(_inbox.Marks);
        Assert.Equal(0, _cache.DocumentCount);
    }

    [Fact]
    public void Not_found_without_a_delete_event_is_asked_again_then_looked_for_in_its_days_and_then_taken_for_deleted()
    {
        Mark("a");
        Apply(Job("a"), new FetchAnswer([Reading("a")], null));
        Mark("a");

        for (int attempt = 1; attempt <= _options.NotFoundAttempts; attempt++)
        {
            Assert.True(Apply(Job("a"), Failure(OuraFailure.NotFound)).Retried);
            Assert.Equal(1, _cache.DocumentCount);
        }

        FetchJob job = NextJob(Now.AddMinutes(10));
        Assert.Equal((null, Day, Day), (job.DocumentId, job.First, job.Last));

        Apply(job, new FetchAnswer([], null));
        Assert.Empty(_inbox.Marks);
        Assert.Equal(0, _cache.DocumentCount);
    }

    [Fact]
    public void A_document_that_its_id_did_not_find_and_its_days_do_is_kept()
    {
        Mark("a");
        for (int attempt = 1; attempt <= _options.NotFoundAttempts; attempt++)
        {
            Apply(Job("a"), Failure(OuraFailure.NotFound));
        }

        // Nobody knows its day yet: the days around today are read.
        FetchJob job = NextJob(Now.AddMinutes(10));
        Assert.True(job.First < Day && job.Last > Day);

        Apply(job, new FetchAnswer([Reading("a")], null));
        Assert.Empty(_inbox.Marks);
        Assert.Equal(1, _cache.DocumentCount);
    }

    [Fact]
    public void Rings_are_read_whole_whatever_event_came()
    {
        new InboxRules(_inbox, _options).Mark(
            DocumentKind.RingConfiguration,
            new RingEvent { DataType = "ring_configuration", ObjectId = "ring", IsDelete = false, EventTime = Now, ReceivedAt = Now },
            Now);
        FetchJob job = NextJob(Now);
        Assert.Null(job.DocumentId);

        var rings = new FetchAnswer([], null) { Extras = new ReadExtras { Rings = [new RingView { RingId = "ring", HardwareType = "gen4" }] } };
        Apply(job, rings);

        Assert.Empty(_inbox.Marks);
        Assert.Equal("gen4", Assert.Single(_cache.Rings).HardwareType);
    }

    [Fact]
    public void Not_found_is_forgotten_when_an_event_came_meanwhile()
    {
        Mark("a");
        FetchJob job = Job("a");
        Mark("a");

        Apply(job, Failure(OuraFailure.NotFound));

        Assert.Equal(0, Assert.Single(_inbox.Marks).Attempts);
    }

    [Fact]
    public void A_missing_scope_gives_the_mark_up_and_says_so()
    {
        Mark("a");

        JobOutcome outcome = Apply(Job("a"), Failure(OuraFailure.ScopeMissing));

        Assert.Equal((1, "scope not granted"), (outcome.Dropped, outcome.Reason));
        Assert.False(outcome.Read || outcome.Retried);
        Assert.Empty(_inbox.Marks);
    }

    [Fact]
    public void A_kind_that_Oura_serves_no_more_is_given_up()
    {
        new InboxRules(_inbox, _options).MarkRange(TimeSeriesKind.InterbeatInterval, Day, Day, Now);

        JobOutcome outcome = Apply(NextJob(Now), Failure(OuraFailure.NotFound));

        Assert.Equal((1, "not served"), (outcome.Dropped, outcome.Reason));
        Assert.Empty(_inbox.Marks);
    }

    [Fact]
    public void Oura_out_of_order_keeps_the_mark()
    {
        Mark("a");

        JobOutcome outcome = Apply(Job("a"), Failure(OuraFailure.Unavailable));

        Assert.True(outcome.Retried);
        Assert.False(outcome.Read);
        Assert.Equal(1, Assert.Single(_inbox.Marks).Attempts);
    }

    [Fact]
    public void A_document_that_a_range_did_not_bring_is_asked_for_alone()
    {
        Mark("a");
        Mark("b");
        FetchJob job = new InboxRules(_inbox, _options).Next((_, _) => null, Now)!;
        Assert.Null(job.DocumentId);

        Apply(job, new FetchAnswer([Reading("a")], null));

        InboxMark left = Assert.Single(_inbox.Marks);
        Assert.Equal(("b", true), (left.DocumentId, left.Alone));
    }

    [Fact]
    public void A_rate_limit_leaves_the_marks_as_they_are()
    {
        Mark("a");
        InboxMark before = _inbox.Marks[0];

        Assert.True(Apply(Job("a"), Failure(OuraFailure.RateLimited)).Retried);

        Assert.Equal(before, Assert.Single(_inbox.Marks));
    }

    [Fact]
    public void What_a_read_changed_is_told_and_not_found_is_a_read_where_an_event_said_so()
    {
        Mark("a");
        CacheChange read = Change(Job("a"), new FetchAnswer([Reading("a")], null), out _);
        Assert.Equal((1, Day), (read.Documents, Assert.Single(read.Days)));

        Mark("a");
        Assert.False(Change(Job("a"), Failure(OuraFailure.NotFound), out JobOutcome again).Any);
        Assert.Equal((false, true), (again.Read, again.Retried));
        FetchJob older = Job("a");
        Mark("a", isDelete: true);
        Assert.False(Change(older, Failure(OuraFailure.NotFound), out _).Any);

        Assert.Equal(1, Change(Job("a"), Failure(OuraFailure.NotFound), out JobOutcome deleted).Documents);
        Assert.Equal((true, false), (deleted.Read, deleted.Retried));
    }

    [Fact]
    public void A_document_is_asked_for_by_its_id_as_often_as_set_before_its_days_are_read()
    {
        Mark("a");
        for (int attempt = 1; attempt < _options.NotFoundAttempts; attempt++)
        {
            Apply(Job("a"), Failure(OuraFailure.NotFound));
            Assert.Equal((attempt, false), (_inbox.Marks[0].Attempts, _inbox.Marks[0].ByDays));
        }

        Apply(Job("a"), Failure(OuraFailure.NotFound));
        Assert.True(_inbox.Marks[0].ByDays);
    }

    [Theory]
    [InlineData(true, 0, 2)]
    [InlineData(true, 1, 1)]
    [InlineData(true, 2, 0)]
    [InlineData(true, 3, 0)]
    [InlineData(false, 0, 0)]
    public void A_comparison_counts_what_it_found_and_no_event_is_on_its_way_for(bool isReconcile, int waiting, int missed)
    {
        new InboxRules(_inbox, _options).MarkRange(DocumentKind.DailySleep, Day, Day, Now, isReconcile: isReconcile);
        FetchJob job = NextJob(Now);
        for (int number = 0; number < waiting; number++)
        {
            Mark($"w{number}");
        }

        // Other tests run beside this one, on other threads.
        int thread = Environment.CurrentManagedThreadId;
        var counted = new List<long>();
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "ourateams.reconcile.missed")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) =>
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                counted.Add(count);
            }
        });
        meter.Start();
        counted.Clear();

        Apply(job, new FetchAnswer([Reading("a"), Reading("b")], null));

        Assert.Equal(missed == 0 ? [] : [missed], counted.Where(count => count != 0 || missed == 0));
    }

    private static FetchAnswer Failure(OuraFailure failure) => new([], new OuraException(failure, "test"));

    private static DocumentReading Reading(string id) => new()
    {
        Kind = "daily_sleep",
        DocumentId = id,
        Day = Day,
        Role = DocumentRole.Daily,
        Values = [(0, 80)],
    };

    private void Mark(string id, bool isDelete = false) => new InboxRules(_inbox, _options).Mark(
        DocumentKind.DailySleep,
        new RingEvent { DataType = "daily_sleep", ObjectId = id, IsDelete = isDelete, EventTime = Now, ReceivedAt = Now },
        Now);

    private FetchJob Job(string id) => new(
        DocumentKind.DailySleep, [_inbox.Marks.Single(mark => mark.DocumentId == id)], id, default, default);

    private FetchJob NextJob(DateTimeOffset now)
    {
        var cache = new MetricCache(_cache);
        return new InboxRules(_inbox, _options).Next((kind, id) => cache.DayOf(kind.Name, id), now)!;
    }

    private JobOutcome Apply(FetchJob job, FetchAnswer answer)
    {
        Change(job, answer, out JobOutcome outcome);
        return outcome;
    }

    private CacheChange Change(FetchJob job, FetchAnswer answer, out JobOutcome outcome) =>
        JobOutcome.Apply(job, answer, new MetricCache(_cache), new InboxRules(_inbox, _options), _options, Now, out outcome);
}
