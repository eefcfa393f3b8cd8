using System.Globalization;
using System.Text.Json;
using CsCheck;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Documents.TimeSeries;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class TimeSeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(DateTimeOffset From, DateTimeOffset To)> Range = Gen.Select(
        Gen.Long[0, TimeSpan.TicksPerDay * 100], Gen.Long[-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay * 200], Gen.Int[-14, 14],
        (begin, length, offset) => (Start.AddTicks(begin).ToOffset(TimeSpan.FromHours(offset)), Start.AddTicks(begin + length)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Parts_lie_end_to_end_and_none_asks_for_more_than_Oura_allows() => Range.Sample(range =>
    {
        TimeSeriesPart[] parts = [.. TimeSeriesPart.Of(range.From, range.To)];

        if (range.From >= range.To)
        {
            Assert.Empty(parts);
            return;
        }

        Assert.Equal(range.From, parts[0].From);
        Assert.Equal(range.To, parts[^1].To);
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.All(parts, part =>
        {
            Assert.True(part.From < part.To);
            Assert.InRange(part.AskTo - part.AskFrom, TimeSpan.Zero, TimeSpan.FromDays(30));
            Assert.True(part.AskFrom <= part.From.AddSeconds(-1));
            Assert.True(part.AskTo >= part.To.AddSeconds(1));
        });
    });

    [Fact]
    public void The_ends_of_time_can_be_asked_for()
    {
        TimeSeriesPart first = TimeSeriesPart.Of(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(1)).Single();
        TimeSeriesPart last = TimeSeriesPart.Of(DateTimeOffset.MaxValue.AddDays(-1), DateTimeOffset.MaxValue).Single();

        Assert.Equal(DateTimeOffset.MinValue, first.AskFrom);
        Assert.InRange(DateTimeOffset.MaxValue - last.AskTo, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Each_row_of_the_range_comes_once_whether_Oura_counts_its_bounds_in_or_not()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(200));

        // Rows on the hour, so that many lie on an edge.
        Gen<int[]> hours = Gen.Int[0, 24 * 120].Array[0, 60];
        Gen<(int From, int Length)> range = Gen.Select(Gen.Int[0, 24 * 60], Gen.Int[0, 24 * 80]);
        await Gen.Select(hours, range, Gen.Bool, Gen.Bool).SampleAsync(
            async (rows, asked, countsStart, countsEnd) =>
            {
                DateTimeOffset[] times = [.. rows.Order().Select(hour => Start.AddHours(hour))];
                oura.Answer = context =>
                {
                    DateTimeOffset from = Bound(context.Request.Query["start_datetime"].ToString());
                    DateTimeOffset to = Bound(context.Request.Query["end_datetime"].ToString());
                    IEnumerable<DateTimeOffset> found = times.Where(time =>
                        (countsStart ? time >= from : time > from) && (countsEnd ? time <= to : time < to));
                    return to - from > TimeSpan.FromDays(30)
                        ? Answers.Empty(400)(context)
                        : Answers.Json(JsonSerializer.Serialize(new { data = found.Select(time => new { timestamp = time, bpm = 60, source = "rest" }) }))(context);
                };
                DateTimeOffset first = Start.AddHours(asked.From);
                DateTimeOffset end = first.AddHours(asked.Length);

                List<HeartRate> records = await oura.App.Api.ListRecordsAsync(TimeSeriesKind.HeartRate, first, end, "token-1", Unlimited.Budget, Cancellation).ToListAsync(Cancellation);

                Assert.Equal(times.Where(time => time >= first && time < end), records.Select(record => record.Timestamp));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public async Task Rows_are_asked_for_in_UTC_and_kept_as_they_came()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            """{"data":[{"timestamp":"2026-03-01T10:00:00.000Z","bpm":64,"source":"awake","new":1},{"timestamp":"2026-03-01T10:00:00.000Z","bpm":64,"source":"awake"}]}"""));
        DateTimeOffset from = new(2026, 3, 1, 11, 59, 59, TimeSpan.FromHours(2));

        List<OuraRow> rows = await oura.App.Api.ListAsync(TimeSeriesKind.HeartRate, from, from.AddHours(1), "token-1", Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(2, rows.Count);
        Assert.Equal(1, rows[0].Body.GetProperty("new").GetInt32());
        Assert.Equal(
            new Dictionary<string, string> { ["start_datetime"] = "2026-03-01T09:59:58Z", ["end_datetime"] = "2026-03-01T11:00:01Z" },
            oura.Request.Query);
    }

    [Fact]
    public async Task Pages_of_a_part_are_followed()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Json("""{"data":[{"timestamp":"2026-01-01T10:00:00Z","level":70}],"next_token":"more"}"""),
            Answers.Json("""{"data":[{"timestamp":"2026-01-01T11:00:00Z","level":69,"charging":true}]}"""));

        List<RingBatteryLevel> rows = await oura.App.Api.ListRecordsAsync(TimeSeriesKind.RingBatteryLevel, Start, Start.AddDays(1), "token-1", Unlimited.Budget, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([(70, null, null), (69, true, (bool?)null)], rows.Select(row => (row.Level, row.Charging, row.InCharger)));
        Assert.Equal("more", oura.Requests[1].Query["next_token"]);
    }

    [Theory]
    [InlineData("""{"data":[]}""", null)]
    [InlineData("""{"data":[{"timestamp":"2026-01-01T10:00:00Z","level":70}]}""", 70)]
    [InlineData("""{"data":[{"timestamp":"2026-01-01T11:00:00Z","level":69},{"timestamp":"2026-01-01T10:00:00Z","level":70}]}""", 69)]
    public async Task The_newest_row_is_asked_for_by_its_own_parameter(string answer, int? level)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(answer));

        Assert.Equal(level, (await oura.App.Api.LatestRecordAsync(TimeSeriesKind.RingBatteryLevel, "token-1", Unlimited.Budget, Cancellation))?.Level);
        Assert.Equal(new Dictionary<string, string> { ["latest"] = "true" }, oura.Request.Query);
    }

    [Theory]
    [InlineData("{}", UnusableReason.NoTime)]
    [InlineData("7", UnusableReason.NotAnObject)]
    [InlineData("null", UnusableReason.NotAnObject)]
    [InlineData("""{"timestamp":null,"level":1}""", UnusableReason.NoTime)]
    [InlineData("""{"timestamp":"noon","level":1}""", UnusableReason.NoTime)]
    [InlineData("""{"timestamp":"10:00","level":1}""", UnusableReason.NoTime)]
    [InlineData("""{"timestamp":"\ud800","level":1}""", UnusableReason.NotAnObject)]
    [InlineData("""{"timestamp_unix":1e30,"level":1}""", UnusableReason.NoTime)]
    public async Task A_row_that_cannot_be_used_is_counted_and_those_beside_it_are_read(string row, UnusableReason reason)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Json($$"""{"data":[{"timestamp":"2026-01-01T10:00:00Z","level":1},{{row}},{"timestamp":"2026-01-01 10:05:00 UTC","level":2},{"timestamp_unix":1767262200000,"level":3}]}"""));

        List<UnusableReason> unusable = [];
        List<OuraRow> rows = await oura.App.Api.ListAsync(
            TimeSeriesKind.RingBatteryLevel, Start, Start.AddDays(1), "token-1", Unlimited.Budget, unusable.Add, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["10:00", "10:05", "10:10"], rows.Select(read => read.Timestamp.ToString("HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal([reason], unusable);
    }

    [Theory]
    [InlineData("""{"data":[{"timestamp":"2026-01-01T10:00:00Z"}]}""")]
    [InlineData("""{"data":[{"timestamp":"2026-01-01T10:00:00Z","level":"full"}]}""")]
    public async Task A_row_that_is_no_record_is_a_failure_of_Oura(string answer)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(answer));

        OuraException error = await Assert.ThrowsAsync<OuraException>(async () =>
            await oura.App.Api.ListRecordsAsync(TimeSeriesKind.RingBatteryLevel, Start, Start.AddDays(1), "token-1", Unlimited.Budget, Cancellation).ToListAsync(Cancellation));

        Assert.Equal(OuraFailure.Unavailable, error.Failure);
    }

    private static DateTimeOffset Bound(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
