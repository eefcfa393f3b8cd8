using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Organizations;

namespace OuraTeams.Grains.Tests;

public sealed class ConnectionLogTests
{
    private const int LongestPage = 16_384;
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly ConnectionLogPageState[] _stored = [.. Enumerable.Range(0, ConnectionLog.Pages).Select(_ => new ConnectionLogPageState())];
    private readonly List<int> _written = [];
    private ConnectionLog _log = new([]);

    [Fact]
    public void Changes_are_numbered_from_1_and_read_in_order()
    {
        Assert.Equal((1, 0), (_log.Oldest, _log.Newest));

        NoteMany(3);

        Assert.Equal((1, 3), (_log.Oldest, _log.Newest));
        Assert.Equal([1, 2, 3], Numbers(_log.Read(null)));
        Assert.Equal([1, 2, 3], Numbers(_log.Read(0)));
        Assert.Equal([3], Numbers(_log.Read(2)));
        Assert.Equal(["member-1", "member-2", "member-3"], _log.Read(null).Changes.Select(numbered => numbered.Change.Member));
    }

    [Fact]
    public void Who_has_the_newest_change_goes_on_with_the_next_one()
    {
        Assert.True(_log.Read(0).GoesOn);
        NoteMany(2);

        ConnectionChanges none = _log.Read(2);

        Assert.True(none.GoesOn);
        Assert.Empty(none.Changes);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(long.MaxValue)]
    public void A_number_ahead_of_the_newest_is_not_waited_for(long after)
    {
        NoteMany(2);

        ConnectionChanges ahead = _log.Read(after);

        Assert.False(ahead.GoesOn);
        Assert.Empty(ahead.Changes);
        Assert.Equal((1, 2), (ahead.Oldest, ahead.Newest));
    }

    [Fact]
    public void A_caller_goes_on_as_long_as_what_follows_is_held()
    {
        NoteMany(10_000);
        long oldest = _log.Oldest;

        Assert.Equal(oldest, Numbers(_log.Read(oldest - 1))[0]);
        Assert.False(_log.Read(oldest - 2).GoesOn);
        Assert.False(_log.Read(0).GoesOn);
        Assert.Equal(oldest, Numbers(_log.Read(null))[0]);
    }

    [Fact]
    public void At_least_the_newest_1024_changes_are_held_and_never_more_than_the_ring_has()
    {
        for (int count = 1; count <= 5_000; count++)
        {
            NoteMany(1);

            Assert.Equal(count, _log.Newest);
            Assert.InRange(_log.Newest - _log.Oldest + 1, Math.Min(count, 1_024), ConnectionLog.Pages * ConnectionLog.PageSize);
        }
    }

    [Fact]
    public void One_answer_has_a_bound_and_the_next_goes_on_without_a_gap()
    {
        NoteMany(1_000);
        var read = new List<long>();
        long? after = null;
        while (_log.Read(after) is { Changes.Count: > 0 } answer)
        {
            Assert.InRange(answer.Changes.Count, 1, ConnectionLog.MostRead);
            read.AddRange(Numbers(answer));
            after = read[^1];
        }

        Assert.Equal(Enumerable.Range(1, 1_000).Select(number => (long)number), read);
    }

    [Fact]
    public void A_change_writes_one_page_that_does_not_grow_with_their_number()
    {
        Serializer serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
        string longestId = new('m', 64);
        int largest = 0;
        for (int count = 1; count <= 3_000; count++)
        {
            Note(Change($"{longestId}-{count}", incarnation: long.MaxValue, change: long.MaxValue));
            largest = Math.Max(largest, serializer.SerializeToArray(_stored[_written[^1]]).Length);
        }

        Assert.Equal(3_000, _written.Count);
        Assert.All(_stored, page => Assert.InRange(page.Changes.Count, 1, ConnectionLog.PageSize));
        Assert.InRange(largest, 1, LongestPage);
    }

    [Fact]
    public void What_is_stored_gives_the_same_log_again_at_every_length()
    {
        for (int count = 1; count <= 2_500; count++)
        {
            NoteMany(1);
            if (count % 13 == 0 || count % ConnectionLog.PageSize <= 1)
            {
                var again = new ConnectionLog(_stored);

                Assert.Equal((_log.Oldest, _log.Newest), (again.Oldest, again.Newest));
                Assert.Equal(Numbers(_log.Read(null)), Numbers(again.Read(null)));
                Assert.Equal(Numbers(_log.Read(_log.Newest - 1)), Numbers(again.Read(_log.Newest - 1)));
            }
        }
    }

    [Fact]
    public void What_lies_before_a_page_that_is_lost_is_not_held()
    {
        NoteMany((3 * ConnectionLog.PageSize) + 5);
        _stored[1] = new ConnectionLogPageState();

        _log = new ConnectionLog(_stored);

        Assert.Equal(((2 * ConnectionLog.PageSize) + 1, (3 * ConnectionLog.PageSize) + 5), (_log.Oldest, _log.Newest));
        Assert.False(_log.Read(1).GoesOn);
        NoteMany(2_000);
        Assert.Equal((3 * ConnectionLog.PageSize) + 2_005, _log.Newest);
        Assert.Equal(_log.Oldest, Numbers(_log.Read(null))[0]);
    }

    [Fact]
    public void A_page_whose_first_changes_are_lost_is_gone_on_with()
    {
        NoteMany(10);
        _stored[0] = new ConnectionLogPageState { Changes = [.. _stored[0].Changes.Skip(4)] };
        _log = new ConnectionLog(_stored);

        NoteMany(1);

        Assert.Equal([5, 6, 7, 8, 9, 10, 11], Numbers(_log.Read(null)));
        Assert.Equal([5, 6, 7, 8, 9, 10, 11], _stored[0].Changes.Select(change => change.Number));
    }

    [Fact]
    public void The_same_change_again_is_not_noted_and_neither_is_an_earlier_one()
    {
        Note(Change("anna", incarnation: 3, change: 7));

        Assert.Null(_log.Number(Change("anna", incarnation: 3, change: 7)));
        Assert.Null(_log.Number(Change("anna", incarnation: 3, change: 6)));
        Assert.Null(_log.Number(Change("anna", incarnation: 2, change: 6)));
        Assert.NotNull(_log.Number(Change("anna", incarnation: 3, change: 8)));
        Assert.NotNull(_log.Number(Change("ben", incarnation: 3, change: 7)));
    }

    [Fact]
    public void A_later_incarnation_is_news_although_its_clock_was_behind()
    {
        Note(Change("anna", incarnation: 3, change: 7));

        Assert.NotNull(_log.Number(Change("anna", incarnation: 4, change: 5)));
    }

    [Fact]
    public void A_member_who_was_removed_and_comes_back_under_the_same_id_is_news()
    {
        Note(Change("anna", incarnation: 30, change: 7));

        Assert.NotNull(_log.Number(Change("anna", incarnation: 1, change: 8)));
    }

    [Fact]
    public void Repeats_are_known_after_reading_the_store_again_and_forgotten_with_what_is_dropped()
    {
        ConnectionChange change = Change("anna", incarnation: 3, change: 7);
        Note(change);
        _log = new ConnectionLog(_stored);
        Assert.Null(_log.Number(change));

        NoteMany(1_024 + ConnectionLog.PageSize);

        Assert.NotNull(_log.Number(change));
    }

    [Fact]
    public void A_member_s_newest_change_is_known_after_their_older_ones_are_dropped()
    {
        Note(Change("anna", incarnation: 3, change: 7));
        NoteMany(ConnectionLog.PageSize);
        ConnectionChange newest = Change("anna", incarnation: 3, change: 8);
        Note(newest);

        NoteMany(1_030);

        Assert.True(_log.Oldest > 1);
        Assert.Null(_log.Number(newest));
    }

    private static long[] Numbers(ConnectionChanges changes) => [.. changes.Changes.Select(numbered => numbered.Number)];

    private static ConnectionChange Change(string member, long incarnation = 1, long change = 1) => new()
    {
        Member = member, Incarnation = incarnation, Change = change, Status = ConnectionStatus.Connected, Reason = ReconnectReason.None, At = Noon,
    };

    private void NoteMany(int count)
    {
        for (int one = 0; one < count; one++)
        {
            Note(Change($"member-{_log.Newest + 1}"));
        }
    }

    /// <summary>Notes a change as the grain does.</summary>
    private void Note(ConnectionChange change)
    {
        NumberedConnectionChange numbered = _log.Number(change)!;
        int page = ConnectionLog.PageOf(numbered.Number);
        _stored[page] = _log.PageWith(numbered);
        _written.Add(page);
        _log.Keep(numbered);
    }
}
