using CsCheck;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Grains.Tests;

public sealed class MetricCacheTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly DateTimeOffset Now = new(Day, new TimeOnly(7, 30), TimeSpan.Zero);
    private readonly CacheState _state = new();

    private MetricCache Cache => new(_state);

    [Fact]
    public void The_same_reading_again_changes_nothing()
    {
        Assert.Equal(1, Cache.Apply([Score("a", 80)], Cache.BeginRead()).Documents);
        long version = _state.Version;

        for (int repeat = 0; repeat < 5; repeat++)
        {
            Assert.False(Cache.Apply([Score("a", 80)], Cache.BeginRead()).Any);
        }

        Assert.Equal(version, _state.Version);
    }

    [Fact]
    public void An_older_version_never_wins_where_Oura_sends_versions()
    {
        Cache.Apply([Score("a", 80) with { Version = 5 }], Cache.BeginRead());
        Assert.False(Cache.Apply([Score("a", 70) with { Version = 4 }], Cache.BeginRead()).Any);

        Assert.Equal(80, Value());
    }

    [Fact]
    public void An_older_read_never_wins_where_Oura_sends_no_versions()
    {
        long first = Cache.BeginRead();
        long second = Cache.BeginRead();
        Cache.Apply([Score("a", 80)], second);
        Assert.False(Cache.Apply([Score("a", 70)], first).Any);

        Assert.Equal(80, Value());
    }

    [Fact]
    public void A_removed_document_leaves_its_day_without_the_value_and_the_day_is_sent()
    {
        Cache.Apply([Score("a", 80)], Cache.BeginRead());
        Cache.Sent(Cache.UnsentRows(), Now);

        Assert.Equal(1, Cache.Remove("daily_sleep", "a").Documents);

        DayRow row = Assert.Single(Cache.UnsentRows());
        Assert.Equal(Day, row.Day);
        Assert.Empty(row.Units);
    }

    [Fact]
    public void A_complete_read_of_a_range_takes_out_what_it_does_not_contain()
    {
        Cache.Apply([Score("gone", 80), Score("kept", 60) with { Day = Day.AddDays(1) }, Score("outside", 50) with { Day = Day.AddDays(-9) }], Cache.BeginRead());

        Cache.ApplyRange("daily_sleep", Day.AddDays(-1), Day.AddDays(1), [Score("kept", 60) with { Day = Day.AddDays(1) }], Cache.BeginRead());

        Assert.Null(Cache.DayOf("daily_sleep", "gone"));
        Assert.Equal((Day.AddDays(1), Day.AddDays(-9)), (Cache.DayOf("daily_sleep", "kept"), Cache.DayOf("daily_sleep", "outside")));
    }

    [Fact]
    public void A_document_that_moves_to_another_day_changes_both_days()
    {
        Cache.Apply([Score("a", 80)], Cache.BeginRead());
        Cache.Sent(Cache.UnsentRows(), Now);

        Cache.Apply([Score("a", 80) with { Day = Day.AddDays(1) }], Cache.BeginRead());

        Assert.Equal([Day, Day.AddDays(1)], Cache.UnsentRows().Select(row => row.Day).Order());
    }

    [Fact]
    public void A_day_that_changed_while_it_was_sent_is_sent_again()
    {
        Cache.Apply([Score("a", 80)], Cache.BeginRead());
        IReadOnlyList<DayRow> sent = Cache.UnsentRows();
        Cache.Apply([Score("a", 81)], Cache.BeginRead());

        Cache.Sent(sent, Now);

        Assert.True(Cache.HasUnsent);
    }

    [Fact]
    public void What_was_sent_in_the_last_minutes_is_sent_again_by_the_next_activation()
    {
        Cache.Apply([Score("a", 80)], Cache.BeginRead());
        Cache.Sent(Cache.UnsentRows(), Now.AddMinutes(-10));
        Cache.Apply([Score("b", 70) with { Day = Day.AddDays(1) }], Cache.BeginRead());
        Cache.Sent(Cache.UnsentRows(), Now.AddSeconds(-20));
        Assert.False(Cache.HasUnsent);

        Cache.ResendRecent(Now);

        Assert.Equal(Day.AddDays(1), Assert.Single(Cache.UnsentRows()).Day);
        Assert.Null(_state.RecentlySent);
    }

    [Fact]
    public void Days_before_the_history_are_dropped_whole()
    {
        Cache.Apply([Score("old", 80) with { Day = Day.AddDays(-100) }, Score("new", 70)], Cache.BeginRead());

        Cache.TrimBefore(Day.AddDays(-90));

        Assert.Equal(1, _state.DocumentCount);
        Assert.Equal(Day, Cache.DayOf("daily_sleep", "new"));
        Assert.Equal(Day, Assert.Single(Cache.Rows()).Day);
    }

    [Fact]
    public void Another_version_that_says_the_same_is_kept_and_changes_no_day()
    {
        Cache.Apply([Score("a", 80) with { Version = 1 }], Cache.BeginRead());
        Cache.Sent(Cache.UnsentRows(), Now);

        CacheChange change = Cache.Apply([Score("a", 80) with { Version = 3 }], Cache.BeginRead());
        Assert.Equal((0, true), (change.Documents, change.Any));
        Assert.False(Cache.HasUnsent);

        Assert.False(Cache.Apply([Score("a", 70) with { Version = 2 }], Cache.BeginRead()).Any);
    }

    [Fact]
    public void The_first_age_that_is_known_stands_for_the_days_before_and_a_birthday_for_those_after()
    {
        int difference = MetricCatalogue.Find("cardiovascular_age_difference")!.Number;
        int age = MetricCatalogue.Find("cardiovascular_age")!.Number;
        foreach (int back in new[] { 20, 0 })
        {
            Cache.Apply([new() { Kind = "daily_cardiovascular_age", DocumentId = $"{back}", Day = Day.AddDays(-back), Role = DocumentRole.Daily, Values = [(age, 40)] }], 1);
        }

        Assert.Equal([Day.AddDays(-20), Day], Cache.Put(new ReadExtras { Age = 30 }, Day.AddDays(-10)).Days.Order());
        Assert.Equal([Day], Cache.Put(new ReadExtras { Age = 31 }, Day).Days);
        Assert.False(Cache.Put(new ReadExtras { Age = 31 }, Day.AddDays(1)).Any);

        Assert.Equal([10, 9], Cache.Rows().OrderBy(row => row.Day).Select(row => row.Units[difference]));
    }

    [Fact]
    public void Hours_of_the_time_that_was_read_are_replaced_and_old_ones_dropped()
    {
        var midnight = new DateTimeOffset(Day, default, TimeSpan.Zero);
        HourFigures Hour(int hours, int bpm) => new((int)(midnight.AddHours(hours).ToUnixTimeSeconds() / 3600), default(SeriesFigures).With(bpm));
        Cache.Put(Read(0, 3, Hour(0, 50), Hour(1, 51), Hour(2, 52)), Day);

        Cache.Put(Read(1, 3, Hour(1, 61)), Day);
        Assert.Equal([(0, 50), (1, 61)], Held());

        Cache.Put(Read(200, 201, Hour(200, 70)), Day.AddDays(8));
        Assert.Equal([(200, 70)], Held());

        ReadExtras Read(int from, int to, params HourFigures[] hours) => new() { Hours = new HoursRead("heartrate", midnight.AddHours(from), midnight.AddHours(to), hours) };
        IEnumerable<(int, int)> Held() => HourPack.Unpack(_state.Hours)["heartrate"].Select(hour => ((int)(hour.From - midnight).TotalHours, hour.Figures.Minimum));
    }

    [Fact]
    public void What_a_consent_does_not_cover_any_more_is_dropped_with_all_that_was_made_of_it()
    {
        int Number(string metric) => MetricCatalogue.Find(metric)!.Number;
        int[] Units(DateOnly day) => Cache.Rows().Single(row => row.Day == day).Units;
        DocumentReading Of(string kind, DateOnly day, params (int Number, int Units)[] values) =>
            new() { Kind = kind, DocumentId = $"{kind} {day}", Day = day, Role = DocumentRole.Daily, Values = values };
        var night = (new DateTimeOffset(Day, new TimeOnly(0, 30), TimeSpan.Zero), new DateTimeOffset(Day, new TimeOnly(7, 0), TimeSpan.Zero));
        Cache.Apply(
            [
                Score("score", 80),
                Of("sleep", Day, (Number("average_hrv"), 40)) with { Role = DocumentRole.LongSleep, Span = night },
                Of("heartrate", Day, (Number("day_lowest_heart_rate"), 50), (Number("night_lowest_heart_rate"), 51)),
                Of("interbeat_interval", Day, (Number("night_ibi_rmssd"), 400)),
                Of("daily_cardiovascular_age", Day.AddDays(-1), (Number("cardiovascular_age"), 40)),
                Of("workout", Day.AddDays(-2), (Number("workouts"), 1)) with { Role = DocumentRole.Each },
            ],
            Cache.BeginRead());
        var hour = new HourFigures((int)(new DateTimeOffset(Day, default, TimeSpan.Zero).ToUnixTimeSeconds() / 3600), default(SeriesFigures).With(60));
        foreach (string series in new[] { "heartrate", "interbeat_interval" })
        {
            Cache.Put(new ReadExtras { Hours = new HoursRead(series, hour.From, hour.From.AddHours(1), [hour]) }, Day);
        }

        Cache.Put(new ReadExtras { Age = 30, Rings = [new RingView { RingId = "ring" }] }, Day);
        Cache.Sent(Cache.UnsentRows(), Now);
        string[] all = [.. OuraTeams.Oura.Kinds.OuraKind.All.Select(kind => kind.Name)];
        Assert.False(Cache.KeepOnly(all.ToHashSet()).Any);
        Assert.Equal(10, Units(Day.AddDays(-1))[Number("cardiovascular_age_difference")]);

        string[] left = ["heartrate", "interbeat_interval", "daily_cardiovascular_age", "workout"];
        Assert.Equal([Day.AddDays(-1), Day], Cache.KeepOnly(left.ToHashSet()).Days.Order());

        // Scores and sleeps are gone, and with them all that needs the night; with the age what it was taken from.
        int[] today = Units(Day);
        Assert.Equal(50, today[Number("day_lowest_heart_rate")]);
        Assert.Equal(1, today.Count(units => units != MetricValue.Missing));
        Assert.Empty(Cache.Nights());
        int[] before = Units(Day.AddDays(-1));
        Assert.Equal((40, MetricValue.Missing), (before[Number("cardiovascular_age")], before[Number("cardiovascular_age_difference")]));
        Assert.Empty(_state.Rings);
        Assert.Equal(["heartrate", "interbeat_interval"], HourPack.Unpack(_state.Hours).Keys);

        // The days that changed are sent, the others not; again, it changes nothing.
        Assert.Equal([Day.AddDays(-1), Day], Cache.UnsentRows().Select(row => row.Day).Order());
        Assert.False(Cache.KeepOnly(left.ToHashSet()).Any);

        // What is read again under a later consent counts again.
        DocumentReading whole = Of("heartrate", Day, (Number("day_lowest_heart_rate"), 50), (Number("night_lowest_heart_rate"), 51));
        Assert.Equal(1, Cache.Apply([whole], Cache.BeginRead()).Documents);

        Assert.True(Cache.KeepOnly(new HashSet<string>()).Any);
        Assert.All(Cache.Rows(), row => Assert.Empty(row.Units));
        Assert.Empty(HourPack.Unpack(_state.Hours));
    }

    /// <summary>Readings of any documents, each with its version, in any order and any number of times, give what the newest of each give.</summary>
    [Fact]
    public void Any_order_and_number_of_readings_gives_the_same_days()
    {
        Gen<DocumentReading> reading = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 6], (document, version) =>
            Score($"d{document}", (document * 10) + version) with { Version = version, Day = Day.AddDays(document % 3) });
        Gen.Select(reading.List[1, 40], Gen.Int[0, int.MaxValue]).Sample((readings, seed) =>
        {
            int[] once = Rows(readings.GroupBy(known => known.DocumentId).Select(group => group.MaxBy(known => known.Version)!).OrderBy(known => known.DocumentId));
            DocumentReading[] shuffled = [.. readings, .. readings];
            new Random(seed).Shuffle(shuffled);
            return once.SequenceEqual(Rows(shuffled));
        });

        static int[] Rows(IEnumerable<DocumentReading> readings)
        {
            var cache = new MetricCache(new CacheState());
            foreach (DocumentReading known in readings)
            {
                cache.Apply([known], 1);
            }

            return [.. cache.Rows().OrderBy(row => row.Day).SelectMany(row => row.Units.Prepend(row.Day.DayNumber))];
        }
    }

    private static DocumentReading Score(string id, int score) => new()
    {
        Kind = "daily_sleep",
        DocumentId = id,
        Day = Day,
        Role = DocumentRole.Daily,
        Values = [(0, score)],
    };

    private int Value() => Assert.Single(Cache.Rows()).Units[0];
}
