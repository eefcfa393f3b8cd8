using System.Text.Json;
using CsCheck;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Tests;

public sealed class DocumentReaderTests
{
    [Fact]
    public void A_daily_document_gives_its_id_its_day_and_its_values_in_the_order_of_the_catalogue()
    {
        DocumentReading reading = Read("daily_sleep", """
            {"id":"a-1","day":"2026-03-01","contributors":{"total_sleep":70,"deep_sleep":90},"score":81,"timestamp":"2026-03-01T00:00:00+00:00"}
            """);

        Assert.Equal("daily_sleep", reading.Kind);
        Assert.Equal("a-1", reading.DocumentId);
        Assert.Equal(new DateOnly(2026, 3, 1), reading.Day);
        Assert.Equal(DocumentRole.Daily, reading.Role);
        Assert.Equal(0, reading.Implausible);
        Assert.Equal([("sleep_score", 81), ("sleep_contributor_deep_sleep", 90), ("sleep_contributor_total_sleep", 70)], Named(reading));
    }

    [Fact]
    public void Every_field_of_every_kind_that_is_a_number_is_read()
    {
        foreach (IGrouping<string, MetricDefinition> kind in MetricCatalogue.ByDocumentKind)
        {
            var document = new Dictionary<string, object> { ["id"] = "x", ["day"] = "2026-03-01", ["start_day"] = "2026-03-01", ["type"] = "long_sleep" };
            MetricDefinition[] numbers = [.. kind.Where(metric => metric.Reading == ValueReading.Number)];
            foreach (MetricDefinition metric in numbers)
            {
                string[] path = metric.Field.Split('.');
                var holder = document;
                foreach (string step in path[..^1])
                {
                    holder.TryAdd(step, new Dictionary<string, object>());
                    holder = (Dictionary<string, object>)holder[step];
                }

                holder[path[^1]] = metric.Maximum;
            }

            DocumentReading reading = Read(kind.Key, JsonSerializer.Serialize(document));

            Assert.Equal(numbers.Select(metric => (metric.Id, metric.ToUnits(metric.Maximum))), Named(reading).Where(value => numbers.Any(metric => metric.Id == value.Item1)));
        }
    }

    [Theory]
    [InlineData("""{"id":"a","day":"2026-03-01"}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","score":null,"contributors":null}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","score":null,"contributors":{"deep_sleep":null}}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","contributors":[]}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","contributors":{"new_one":3},"newer":{"score":5}}""")]
    public void What_is_null_or_absent_is_missing_and_not_implausible(string json)
    {
        DocumentReading reading = Read("daily_sleep", json);

        Assert.Empty(reading.Values);
        Assert.Equal(0, reading.Implausible);
    }

    [Theory]
    [InlineData("\"81\"")]
    [InlineData("true")]
    [InlineData("[81]")]
    [InlineData("{\"value\":81}")]
    [InlineData("-1")]
    [InlineData("101")]
    [InlineData("100.4")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999999999999999")]
    public void What_is_no_plausible_number_is_missing_and_counted(string score)
    {
        DocumentReading reading = Read("daily_sleep", $$$"""{"id":"a","day":"2026-03-01","score":{{{score}}},"contributors":{"timing":50}}""");

        Assert.Equal([("sleep_contributor_timing", 50)], Named(reading));
        Assert.Equal(1, reading.Implausible);
    }

    [Theory]
    [InlineData("8000.0", 8000)]
    [InlineData("8000.4", 8000)]
    [InlineData("8000.5", 8001)]
    [InlineData("8e3", 8000)]
    [InlineData("0", 0)]
    public void A_fraction_where_a_whole_number_belongs_is_rounded(string steps, int units) =>
        Assert.Equal([("steps", units)], Named(Read("daily_activity", $$"""{"id":"a","day":"2026-03-01","steps":{{steps}}}""")));

    [Theory]
    [InlineData("-0.285", -29)]
    [InlineData("-0.28", -28)]
    [InlineData("0.125", 13)]
    [InlineData("-0.0049", 0)]
    [InlineData("10", 1000)]
    public void A_temperature_is_rounded_to_hundredths_halves_away_from_zero(string celsius, int units) =>
        Assert.Equal([("temperature_deviation", units)], Named(Read("daily_readiness", $$"""{"id":"a","day":"2026-03-01","temperature_deviation":{{celsius}}}""")));

    [Theory]
    [InlineData("long_sleep", DocumentRole.LongSleep)]
    [InlineData("sleep", DocumentRole.ShortSleep)]
    [InlineData("late_nap", DocumentRole.ShortSleep)]
    [InlineData("rest", DocumentRole.Ignored)]
    [InlineData("deleted", DocumentRole.Ignored)]
    [InlineData("siesta_of_a_later_release", DocumentRole.Ignored)]
    [InlineData("LONG_SLEEP", DocumentRole.Ignored)]
    public void The_type_of_a_sleep_gives_its_part_in_the_day(string type, DocumentRole role) =>
        Assert.Equal(role, Read("sleep", $$"""{"id":"a","day":"2026-03-01","type":"{{type}}"}""").Role);

    [Theory]
    [InlineData("""{"id":"a","day":"2026-03-01"}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","type":null}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","type":3}""")]
    public void A_sleep_without_a_type_counts_for_nothing(string json) =>
        Assert.Equal(DocumentRole.Ignored, Read("sleep", json).Role);

    [Theory]
    [InlineData(""","meta":{"version":7}""", 7L)]
    [InlineData(""","meta":{"version":0}""", 0L)]
    [InlineData("", null)]
    [InlineData(""","meta":null""", null)]
    [InlineData(""","meta":{}""", null)]
    [InlineData(""","meta":{"version":null}""", null)]
    [InlineData(""","meta":{"version":"7"}""", null)]
    [InlineData(""","meta":{"version":7.5}""", null)]
    [InlineData(""","meta":[7]""", null)]
    public void The_version_is_taken_where_Oura_sends_one(string meta, long? version) =>
        Assert.Equal(version, Read("daily_sleep", $$"""{"id":"a","day":"2026-03-01"{{meta}}}""").Version);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"id":null,"day":"2026-03-01"}""")]
    [InlineData("""{"id":"","day":"2026-03-01"}""")]
    [InlineData("""{"id":5,"day":"2026-03-01"}""")]
    public void A_document_without_an_id_is_refused(string json)
    {
        Assert.False(DocumentReader.TryRead("sleep", JsonElement.Parse(json), out DocumentReading? reading, out string? problem));
        Assert.Null(reading);
        Assert.StartsWith("id ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":"a","day":null}""")]
    [InlineData("""{"id":"a","day":20260301}""")]
    [InlineData("""{"id":"a","day":""}""")]
    [InlineData("""{"id":"a","day":"2026-02-30"}""")]
    [InlineData("""{"id":"a","day":"2026-3-1"}""")]
    [InlineData("""{"id":"a","day":"2026-03-01T00:00:00Z"}""")]
    [InlineData("""{"id":"a","day":" 2026-03-01"}""")]
    public void A_document_without_a_day_is_refused(string json)
    {
        Assert.False(DocumentReader.TryRead("sleep", JsonElement.Parse(json), out _, out string? problem));
        Assert.StartsWith("day ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enhanced_tag")]
    [InlineData("rest_mode_period")]
    public void A_kind_that_may_span_days_belongs_to_its_first(string kind)
    {
        Assert.Equal(new DateOnly(2026, 3, 1), Read(kind, """{"id":"a","start_day":"2026-03-01","end_day":"2026-03-04","day":"2026-02-01"}""").Day);
        Assert.False(DocumentReader.TryRead(kind, JsonElement.Parse("""{"id":"a","day":"2026-03-01"}"""), out _, out string? problem));
        Assert.Equal("start_day is not a day.", problem);
    }

    [Fact]
    public void A_sleep_says_when_it_was_with_the_wearers_offsets()
    {
        DocumentReading reading = Read("sleep", """{"id":"a","day":"2026-03-29","type":"long_sleep","bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-29T08:00:30.500+02:00"}""");

        (DateTimeOffset from, DateTimeOffset to) = reading.Span!.Value;
        Assert.Equal((new DateTime(2026, 3, 28, 23, 10, 0), TimeSpan.FromHours(1)), (from.DateTime, from.Offset));
        Assert.Equal((new DateTime(2026, 3, 29, 8, 0, 30, 500), TimeSpan.FromHours(2)), (to.DateTime, to.Offset));
    }

    [Theory]
    [InlineData("sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00" """)]
    [InlineData("sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":null """)]
    [InlineData("sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"tomorrow" """)]
    [InlineData("sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-28T23:10:00+01:00" """)]
    [InlineData("sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-30T23:10:00+01:00" """)]
    [InlineData("daily_sleep", """ "bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-29T07:00:00+01:00" """)]
    public void What_has_no_believable_begin_and_end_has_no_span(string kind, string times) =>
        Assert.Null(Read(kind, $$"""{"id":"a","day":"2026-03-29","type":"long_sleep",{{times}}}""").Span);

    [Theory]
    [InlineData("2026-03-28T23:10:00+01:00", "2026-03-29T07:00:00+01:00", true)]
    [InlineData("2026-03-28T23:10:01+01:00", "2026-03-29T07:00:00+01:00", false)]
    [InlineData("2026-03-28T23:10:00+01:00", "2026-03-29T07:00:01+01:00", false)]
    [InlineData("2026-03-28T23:10:00+01:00", "2026-03-29T07:00:00+02:00", false)]
    [InlineData("2026-03-28T22:10:00+00:00", "2026-03-29T07:00:00+01:00", false)]
    public void The_hash_tells_spans_apart(string from, string to, bool isSame)
    {
        const string Night = """{"id":"a","day":"2026-03-29","type":"long_sleep","bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-29T07:00:00+01:00"}""";
        string other = $$"""{"id":"a","day":"2026-03-29","type":"long_sleep","bedtime_start":"{{from}}","bedtime_end":"{{to}}"}""";

        Assert.Equal(isSame, Read("sleep", Night).ContentHash == Read("sleep", other).ContentHash);
    }

    [Theory]
    [InlineData("""{"id":"\ud800","day":"2026-03-01"}""")]
    [InlineData("""{"id":"a","day":"\udc00"}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","type":"\ud800"}""")]
    [InlineData("""{"id":"a","day":"2026-03-01","\ud800 as a name":1}""")]
    public void A_document_with_half_a_surrogate_pair_where_we_look_is_refused(string json)
    {
        Assert.False(DocumentReader.TryRead("sleep", JsonElement.Parse(json), out _, out string? problem));
        Assert.Equal("The document holds text that is not Unicode.", problem);
    }

    [Theory]
    [InlineData("heartrate")]
    [InlineData("Sleep")]
    [InlineData("")]
    public void A_kind_without_metrics_is_refused_by_name(string kind)
    {
        Assert.False(DocumentReader.TryRead(kind, JsonElement.Parse("""{"id":"a","day":"2026-03-01"}"""), out _, out string? problem));
        Assert.Equal($"No metric comes from {kind}.", problem);
    }

    [Fact]
    public void Readings_with_the_same_day_role_and_values_have_the_same_hash_whatever_else_differs()
    {
        DocumentReading one = Read("daily_activity", """{"id":"a","day":"2026-03-01","steps":10,"meta":{"version":1}}""");
        DocumentReading other = Read("daily_activity", """{"day":"2026-03-01","id":"b","met":{"items":[1]},"steps":10.0,"meta":{"version":2}}""");

        Assert.Equal(one.ContentHash, other.ContentHash);
    }

    [Fact]
    public void The_hash_tells_days_roles_metrics_and_values_apart()
    {
        DocumentReading[] readings =
        [
            Read("sleep", """{"id":"a","day":"2026-03-01","type":"long_sleep","time_in_bed":100}"""),
            Read("sleep", """{"id":"a","day":"2026-03-02","type":"long_sleep","time_in_bed":100}"""),
            Read("sleep", """{"id":"a","day":"2026-03-01","type":"late_nap","time_in_bed":100}"""),
            Read("sleep", """{"id":"a","day":"2026-03-01","type":"long_sleep","time_in_bed":101}"""),
            Read("sleep", """{"id":"a","day":"2026-03-01","type":"long_sleep","awake_time":100}"""),
            Read("sleep", """{"id":"a","day":"2026-03-01","type":"long_sleep"}"""),
        ];

        Assert.Distinct(readings.Select(reading => reading.ContentHash));
    }

    /// <summary>
    /// Accounts store the hash and compare it after an upgrade: were it to change, every document would look changed. The number
    /// is FNV-1a over the little-endian words day number, role, metric and value, worked out by hand outside of this code.
    /// </summary>
    [Fact]
    public void The_hash_stays_the_same_from_release_to_release() =>
        Assert.Equal(12228426536239776291UL, Read("daily_activity", """{"id":"a","day":"2026-03-01","steps":10}""").ContentHash);

    /// <summary>As above, with ticks and minutes of offset of both ends between role and values.</summary>
    [Fact]
    public void The_hash_of_a_sleep_with_its_span_stays_the_same_from_release_to_release() =>
        Assert.Equal(
            1154948847622915140UL,
            Read("sleep", """{"id":"a","day":"2026-03-29","type":"long_sleep","bedtime_start":"2026-03-28T23:10:00+01:00","bedtime_end":"2026-03-29T07:00:00+02:00"}""").ContentHash);

    [Fact]
    public void Whatever_number_a_field_holds_the_value_is_plausible_or_missing() =>
        Gen.Select(Gen.Int[0, MetricCatalogue.All.Count - 2], Gen.Decimal).Sample((number, value) =>
        {
            MetricDefinition metric = MetricCatalogue.All[number];
            int units = metric.ToUnits(value);

            return units == MetricValue.Missing
                ? value < metric.Minimum || value > metric.Maximum
                : Math.Abs((units * metric.Resolution) - value) <= metric.Resolution / 2;
        });

    private static DocumentReading Read(string kind, string json)
    {
        Assert.True(DocumentReader.TryRead(kind, JsonElement.Parse(json), out DocumentReading? reading, out string? problem), problem);
        return reading;
    }

    private static IEnumerable<(string Id, int Units)> Named(DocumentReading reading) =>
        reading.Values.Select(value => (MetricCatalogue.All[value.Number].Id, value.Units));
}
