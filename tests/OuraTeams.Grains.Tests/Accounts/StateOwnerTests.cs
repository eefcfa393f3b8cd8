using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;
using OuraTeams.Metrics.Documents;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>The owners of inbox and cache: what they store, what they keep in memory, and when the activation ends.</summary>
public sealed class StateOwnerTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly DateTimeOffset Now = new(Day, new TimeOnly(7, 30), TimeSpan.Zero);
    private readonly AccountOptions _options = new();
    private readonly StateLock _lock = new(() => { });
    private readonly KeptState<InboxState> _marks = new();
    private readonly KeptState<InboxState> _detached = new();
    private readonly KeptState<CacheState> _days = new();
    private readonly AccountInbox _inbox;
    private readonly AccountCache _cache;

    public StateOwnerTests()
    {
        _inbox = new AccountInbox(_marks, () => _detached, _options, _lock);
        _cache = new AccountCache(_days, _lock);
    }

    public void Dispose() => _lock.Dispose();

    [Fact]
    public async Task Transitions_of_the_inbox_are_stored_together()
    {
        await _inbox.ChangeAsync(inbox =>
        {
            inbox.MarkRange(DocumentKind.DailySleep, Day, Day, Now);
            inbox.MarkRange(DocumentKind.DailySleep, Day.AddDays(-1), Day.AddDays(-1), Now);
        });

        Assert.Equal((2, 1), (_marks.Stored.Marks.Count, _marks.Writes));
        Assert.Equal(Now, _inbox.Rules.NextDue());
    }

    [Fact]
    public async Task A_draft_of_the_inbox_is_stored_when_it_is_written_and_not_before()
    {
        InboxRules draft = _inbox.Draft();
        draft.MarkRange(DocumentKind.DailySleep, Day, Day, Now);
        Assert.Empty(_inbox.State.Marks);

        await _lock.RunAsync(() => _inbox.WriteAsync(draft));

        Assert.Single(_marks.Stored.Marks);
        await _lock.RunAsync(_inbox.ClearAsync);
        Assert.Empty(_inbox.State.Marks);
    }

    [Fact]
    public async Task Marks_of_a_clock_that_was_ahead_are_put_right_in_memory()
    {
        await _inbox.ChangeAsync(inbox => inbox.MarkRange(DocumentKind.DailySleep, Day, Day, Now.AddDays(2)));

        _inbox.ClampFutureMarks(Now);

        Assert.Equal((Now, 1), (_inbox.Rules.NextDue(), _marks.Writes));
        Assert.Equal(Now.AddDays(2), Assert.Single(_marks.Stored.Marks).NotBefore);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    public async Task An_activation_that_does_not_know_the_stored_inbox_ends(string stored, bool same)
    {
        _marks.Etag = "1";
        _detached.Reading = () => _detached.Etag = stored;

        Assert.Equal(same, await _inbox.VerifyAsync());
        Assert.Equal(!same, _lock.Failed);
    }

    [Fact]
    public async Task A_draft_of_the_cache_is_stored_and_then_what_is_asked()
    {
        await WriteAsync(80);

        Assert.Equal((1, 1), (_days.Stored.DocumentCount, _days.Writes));
        Assert.Equal(80, Assert.Single(_cache.Rules.Rows()).Units[0]);
        _cache.Rest();
        Assert.Equal(80, Assert.Single(_cache.Rules.Rows()).Units[0]);
    }

    [Fact]
    public async Task After_a_failed_write_the_cache_is_as_it_was()
    {
        await WriteAsync(80);
        _days.Writing = () => throw new IOException("The store can't be reached.");

        await Assert.ThrowsAsync<IOException>(() => WriteAsync(70));

        Assert.Equal(80, Assert.Single(_cache.Rules.Rows()).Units[0]);
        Assert.True(_lock.Failed);
    }

    [Fact]
    public async Task A_note_on_the_cache_is_kept_in_memory_and_stored_with_the_next_write()
    {
        await WriteAsync(80);

        await _cache.KeepAsync(cache => cache.Sent(cache.UnsentRows(), Now));

        Assert.False(_cache.Rules.HasUnsent);
        Assert.Empty(_cache.State.Unsent);
        Assert.Equal([Day], _days.Stored.Unsent);
        await WriteAsync(80);
        Assert.Empty(_days.Stored.Unsent);
    }

    [Fact]
    public async Task A_cleared_cache_holds_nothing()
    {
        await WriteAsync(80);

        await _lock.RunAsync(_cache.ClearAsync);

        Assert.Empty(_cache.Rules.Rows());
        Assert.False(_days.RecordExists);
    }

    private Task WriteAsync(int score) => _lock.RunAsync(() =>
    {
        MetricCache draft = _cache.Draft();
        draft.Apply([new DocumentReading { Kind = "daily_sleep", DocumentId = "a", Day = Day, Role = DocumentRole.Daily, Values = [(0, score)] }], draft.BeginRead());
        return _cache.WriteAsync(draft);
    });
}
