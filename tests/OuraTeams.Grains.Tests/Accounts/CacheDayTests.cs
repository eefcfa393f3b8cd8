using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Grains.Tests;

/// <summary>Which days of the cache are held, changed and still to be sent.</summary>
public sealed class CacheDayTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly DateTimeOffset Now = new(Day, new TimeOnly(7, 30), TimeSpan.Zero);
    private readonly CacheState _state = new();

    private MetricCache Cache => new(_state);

    [Fact]
    public void A_day_that_is_trimmed_is_not_sent_any_more_and_the_first_day_of_the_history_is_kept()
    {
        Apply(Score("old", 80, -1), Score("first", 70, 0));

        Cache.TrimBefore(Day);

        Assert.Equal([Day], _state.Unsent);
        Assert.Equal(Day, Assert.Single(Cache.UnsentRows()).Day);
        Assert.Equal(1, _state.DocumentCount);
    }

    [Fact]
    public void A_day_that_is_trimmed_after_it_was_sent_is_not_sent_again()
    {
        Apply(Score("old", 80, -1), Score("first", 70, 0));
        Cache.Sent(Cache.UnsentRows(), Now);
        Cache.TrimBefore(Day);

        Cache.ResendRecent(Now);

        Assert.Equal([Day], _state.Unsent);
    }

    [Fact]
    public void A_range_takes_out_what_it_lacks_on_its_first_and_last_day_and_of_its_kind_only()
    {
        Apply(
            Score("before", 80, -3),
            Score("first", 80, -2),
            Score("last", 80, 2),
            Score("after", 80, 3),
            Score("other", 80, 0) with { Kind = "daily_readiness" });

        CacheChange change = Cache.ApplyRange("daily_sleep", Day.AddDays(-2), Day.AddDays(2), [], Cache.BeginRead());

        Assert.Equal(2, change.Documents);
        Assert.Equal([Day.AddDays(-2), Day.AddDays(2)], change.Days.Order());
        Assert.Equal(3, Cache.Documents);
    }

    [Fact]
    public void A_day_that_lost_its_last_document_is_told_without_values()
    {
        Apply(Score("a", 80, 0));
        Cache.Sent(Cache.UnsentRows(), Now);
        long version = Assert.Single(Cache.Rows()).Version;

        Cache.ApplyRange("daily_sleep", Day, Day, [], Cache.BeginRead());

        DayRow row = Assert.Single(Cache.UnsentRows());
        Assert.Empty(row.Units);
        Assert.True(row.Version > version);
    }

    [Fact]
    public void A_document_that_is_not_held_is_removed_without_a_change()
    {
        Apply(Score("a", 80, 0));

        Assert.False(Cache.Remove("daily_sleep", "b").Any);
        Assert.False(Cache.Remove("daily_readiness", "a").Any);
        Assert.Equal(1, Cache.Documents);
    }

    [Fact]
    public void Of_two_readings_of_one_version_the_later_read_counts()
    {
        Cache.Apply([Score("a", 80, 0) with { Version = 4 }], 1);
        Assert.Equal(1, Cache.Apply([Score("a", 70, 0) with { Version = 4 }], 2).Documents);
        Assert.False(Cache.Apply([Score("a", 60, 0) with { Version = 4 }], 1).Any);

        Assert.Equal(70, Assert.Single(Cache.Rows()).Units[0]);
    }

    [Fact]
    public void A_later_read_that_says_the_same_does_not_decide_between_two_documents_of_a_day()
    {
        Cache.Apply([Score("a", 80, 0)], 1);
        Cache.Apply([Score("b", 70, 0)], 2);
        int before = Assert.Single(Cache.Rows()).Units[0];

        Cache.Apply([Score("a", 80, 0)], 3);
        Cache.Apply([Score("c", 60, 1)], 4);

        Assert.Equal(before, Cache.Rows().Single(row => row.Day == Day).Units[0]);
    }

    [Fact]
    public void Of_a_document_that_one_read_brings_twice_the_second_counts()
    {
        Apply(Score("a", 80, 0), Score("a", 70, 0));

        Assert.Equal(70, Assert.Single(Cache.Rows()).Units[0]);
    }

    [Fact]
    public void Each_changed_day_gets_a_version_of_its_own_that_grows()
    {
        Apply(Score("a", 80, 0), Score("b", 80, 1));
        long[] first = [.. Cache.Rows().Select(row => row.Version)];
        Apply(Score("a", 81, 0));
        long[] second = [.. Cache.Rows().Select(row => row.Version)];

        Assert.Distinct(first);
        Assert.Equal(first.Max(), second.Min());
        Assert.True(second.Max() > first.Max());
    }

    [Fact]
    public void What_was_sent_is_sent_again_by_the_next_activation_for_five_minutes()
    {
        Apply(Score("a", 80, 0));
        Cache.Sent(Cache.UnsentRows(), Now);

        MetricCache inTime = Cache.Draft();
        inTime.ResendRecent(Now.AddMinutes(5));
        MetricCache late = Cache.Draft();
        late.ResendRecent(Now.AddMinutes(5).AddSeconds(1));

        Assert.True(inTime.HasUnsent);
        Assert.False(late.HasUnsent);
    }

    [Fact]
    public void Days_that_were_sent_long_ago_are_not_kept_in_mind()
    {
        Apply(Score("a", 80, 0));
        Cache.Sent(Cache.UnsentRows(), Now);
        Apply(Score("b", 80, 1));
        Cache.Sent(Cache.UnsentRows(), Now.AddMinutes(6));

        Assert.Equal([Day.AddDays(1)], _state.RecentlySent!.Keys);
    }

    [Fact]
    public void A_team_that_is_new_gets_every_day()
    {
        Apply(Score("a", 80, 0), Score("b", 80, 1));
        Cache.Sent(Cache.UnsentRows(), Now);
        Assert.False(Cache.HasUnsent);

        Cache.ResendAll();

        Assert.Equal(2, Cache.UnsentRows().Count);
    }

    [Fact]
    public void A_draft_leaves_what_it_was_taken_of_as_it_was()
    {
        MetricCache cache = Cache;
        cache.Apply([Score("a", 80, 0)], cache.BeginRead());
        MetricCache draft = cache.Draft();

        draft.Apply([Score("b", 70, 1)], draft.BeginRead());
        draft.Remove("daily_sleep", "a");
        draft.Put(new ReadExtras { Age = 30, Rings = [new RingView { RingId = "ring" }] }, Day);
        draft.Sent(draft.UnsentRows(), Now);

        Assert.Equal((1, Day), (cache.Documents, cache.DayOf("daily_sleep", "a")));
        Assert.Equal([Day], _state.Unsent);
        Assert.Equal([80], cache.Rows().Select(row => row.Units[0]));
        Assert.True(_state is { ReadOrder: 1, RecentlySent: null, Ages: [], Rings: [] });
    }

    [Fact]
    public void The_same_rings_and_age_again_are_no_change()
    {
        var extras = new ReadExtras { Age = 30, Rings = [new RingView { RingId = "ring" }] };

        Assert.True(Cache.Put(extras, Day).Any);
        Assert.False(Cache.Put(extras, Day).Any);
        Assert.Equal([30], _state.Ages.Select(note => note.Age));
        Assert.True(Cache.Put(new ReadExtras { Rings = [] }, Day).Any);
        Assert.Empty(_state.Rings);
    }

    [Fact]
    public void An_hour_at_the_end_of_a_read_is_kept_and_hours_of_seven_days_are()
    {
        var midnight = new DateTimeOffset(Day, default, TimeSpan.Zero);
        HourFigures Hour(int hours, int bpm) => new((int)(midnight.AddHours(hours).ToUnixTimeSeconds() / 3600), default(SeriesFigures).With(bpm));
        ReadExtras Read(int from, int to, params HourFigures[] hours) => new() { Hours = new HoursRead("heartrate", midnight.AddHours(from), midnight.AddHours(to), hours) };
        Cache.Put(Read(-200, 4, Hour(-145, 40), Hour(-144, 41), Hour(1, 51), Hour(2, 52), Hour(3, 53)), Day);

        Cache.Put(Read(1, 3, Hour(1, 61)), Day);

        Assert.Equal([-144, 1, 3], HourPack.Unpack(_state.Hours)["heartrate"].Select(hour => (int)(hour.From - midnight).TotalHours));
        Assert.False(Cache.Put(Read(1, 3, Hour(1, 61)), Day).Any);
    }

    [Fact]
    public void A_draft_keeps_its_own_note_of_what_was_sent()
    {
        Apply(Score("a", 80, 0));
        Cache.Sent(Cache.UnsentRows(), Now);

        Cache.Draft().Sent([], Now.AddMinutes(6));

        Assert.Equal([Day], _state.RecentlySent!.Keys);
    }

    [Fact]
    public void A_history_that_is_too_old_as_a_whole_goes_as_a_whole()
    {
        Apply(Score("old", 80, -1));

        Cache.TrimBefore(Day);

        Assert.Equal(0, _state.DocumentCount);
        Assert.Empty(Cache.Rows());
    }

    [Fact]
    public void Where_only_one_of_two_readings_has_a_version_the_later_read_counts()
    {
        Cache.Apply([Score("a", 80, 0)], 5);

        Assert.False(Cache.Apply([Score("a", 70, 0) with { Version = 1 }], 3).Any);
        Assert.Equal(1, Cache.Apply([Score("a", 60, 0) with { Version = 1 }], 6).Documents);
    }

    [Fact]
    public void Changes_add_up()
    {
        CacheChange change = Cache.Apply([Score("a", 80, 0)], 1);
        change.Add(Cache.Apply([Score("b", 80, 1), Score("c", 80, 2)], 2));
        Assert.Equal((3, false), (change.Documents, change.Restated));

        change.Add(Cache.Put(new ReadExtras { Age = 30 }, Day));

        Assert.Equal((3, true), (change.Documents, change.Restated));
        Assert.Equal([Day, Day.AddDays(1), Day.AddDays(2)], change.Days.Order());
    }

    [Fact]
    public void An_age_alone_is_something_to_store() => Assert.True(Cache.Put(new ReadExtras { Age = 30 }, Day).Any);

    private static DocumentReading Score(string id, int score, int day) => new()
    {
        Kind = "daily_sleep",
        DocumentId = id,
        Day = Day.AddDays(day),
        Role = DocumentRole.Daily,
        Values = [(0, score)],
    };

    private void Apply(params DocumentReading[] readings) => Cache.Apply(readings, Cache.BeginRead());
}
