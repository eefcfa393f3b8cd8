using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Series;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Tests;

/// <summary>What a narrower consent leaves of a cache, one thing at a time.</summary>
public sealed class ConsentCacheTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);
    private static readonly HashSet<string> All = [.. OuraKind.All.Select(kind => kind.Name)];
    private readonly CacheState _state = new();

    private MetricCache Cache => new(_state);

    [Fact]
    public void A_document_that_loses_a_value_counts_as_changed_and_one_that_loses_all_as_gone()
    {
        Read(Of("heartrate", ("day_lowest_heart_rate", 50), ("night_lowest_heart_rate", 51)));
        CacheChange change = Cache.KeepOnly(new HashSet<string> { "heartrate" });
        Assert.Equal((1, Day), (change.Documents, Assert.Single(change.Days)));
        Assert.Equal(1, Cache.Documents);

        Read(Of("interbeat_interval", ("night_ibi_rmssd", 400)));
        Assert.Equal(1, Cache.KeepOnly(new HashSet<string> { "heartrate", "interbeat_interval" }).Documents);
        Assert.Equal(1, Cache.Documents);
        Assert.Null(Cache.DayOf("interbeat_interval", "interbeat_interval"));
    }

    [Fact]
    public void A_document_without_values_stays_and_so_do_values_that_only_a_newer_release_knows()
    {
        Read(Of("workout"), Of("daily_sleep") with { Values = [(MetricCatalogue.All.Count, 5)] });

        Assert.False(Cache.KeepOnly(All).Any);
        Assert.Equal(2, Cache.Documents);
    }

    [Fact]
    public void An_age_and_rings_that_are_not_covered_are_dropped_each_by_itself()
    {
        Cache.Put(new ReadExtras { Age = 30 }, Day);
        Assert.True(Cache.KeepOnly(All.Except([OuraKind.PersonalInfo.Name]).ToHashSet()).Any);
        Assert.Empty(_state.Ages);

        Cache.Put(new ReadExtras { Rings = [new RingView { RingId = "ring" }] }, Day);
        Assert.True(Cache.KeepOnly(All.Except([DocumentKind.RingConfiguration.Name]).ToHashSet()).Any);
        Assert.Empty(_state.Rings);
    }

    [Fact]
    public void Hours_that_are_not_covered_are_dropped_and_that_is_a_change()
    {
        Cache.Put(Hours("heartrate", 60), Day);

        Assert.False(Cache.KeepOnly(All).Any);
        Assert.True(Cache.KeepOnly(All.Except(["heartrate"]).ToHashSet()).Any);
        Assert.Empty(HeldHours.Rows(_state, "heartrate"));
    }

    [Fact]
    public void The_rows_of_a_series_say_what_was_read_of_each_hour()
    {
        Cache.Put(Hours("heartrate", 60, 70), Day);
        Cache.Put(Hours("interbeat_interval", 900, 1_000), Day);

        HourRow rate = Assert.Single(HeldHours.Rows(_state, "heartrate"));
        Assert.Equal((2, 60, 65.0, 70), (rate.Count, rate.Minimum, rate.Mean, rate.Maximum));
        Assert.Null(rate.Sdnn);
        Assert.NotNull(Assert.Single(HeldHours.Rows(_state, "interbeat_interval")).Sdnn);
        Cache.Put(Hours("heartrate"), Day);
        Assert.Equal(0, Assert.Single(HeldHours.Rows(_state, "heartrate")).Mean);
    }

    [Fact]
    public void Only_documents_with_a_span_tell_nights()
    {
        DateTimeOffset late = new(Day, new TimeOnly(0, 30), TimeSpan.Zero);
        Read(Of("sleep") with { Role = DocumentRole.LongSleep, Span = (late, late.AddHours(7)) }, Of("daily_sleep"));

        Assert.Single(Cache.Nights());
    }

    private static DocumentReading Of(string kind, params (string Metric, int Units)[] values) => new()
    {
        Kind = kind,
        DocumentId = kind,
        Day = Day,
        Role = DocumentRole.Daily,
        Values = [.. values.Select(value => (MetricCatalogue.Find(value.Metric)!.Number, value.Units))],
    };

    private static ReadExtras Hours(string series, params int[] values)
    {
        var from = new DateTimeOffset(Day, new TimeOnly(3, 0), TimeSpan.Zero);
        var hour = new HourFigures((int)(from.ToUnixTimeSeconds() / 3600), values.Aggregate(default(SeriesFigures), (figures, value) => figures.With(value)));
        return new ReadExtras { Hours = new HoursRead(series, from, from.AddHours(1), [hour]) };
    }

    private void Read(params DocumentReading[] readings) => Cache.Apply(readings, Cache.BeginRead());
}
