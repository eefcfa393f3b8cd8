using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Documents.Sleep;
using OuraTeams.Oura.Documents.TimeSeries;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;
using OuraTeams.Sandbox;

namespace OuraTeams.Oura.Tests;

/// <summary>All that the stand-in for Oura serves, in both generations, read by the client.</summary>
public sealed class SandboxDataTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OuraGeneration.V129, 20)]
    [InlineData(OuraGeneration.V137, 19)]
    public async Task Every_document_becomes_a_record_and_comes_back_whole(OuraGeneration generation, int kinds)
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(options =>
        {
            options.Generation = generation;
            options.HistoryDays = 365;
        });
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int member = 0; member < oura.Sandbox.World.Members.Count; member++)
        {
            string token = (await oura.ConnectAsync(member)).AccessToken;
            PersonalInfo person = await oura.App.Api.GetPersonalInfoAsync(token, Unlimited.Budget, Cancellation);
            Assert.Null(person.Unknown);
            counts["personal_info"] = member + 1;
            foreach (DocumentKind kind in DocumentKind.All)
            {
                // A year of what is rare, a month of what is long.
                int days = kind == DocumentKind.DailyActivity || kind == DocumentKind.Sleep ? 30 : 366;
                List<OuraDocument> documents = await oura.App.Api.ListAsync(kind, SandboxedApp.Today.AddDays(-days), SandboxedApp.Today, token, Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation);
                Assert.All(documents, document => Assert.Empty(RoundTrip.Losses(kind, document.Body)));
                counts[kind.Name] = counts.GetValueOrDefault(kind.Name) + documents.Count;
                if (documents.Count > 0)
                {
                    OuraDocument single = await oura.App.Api.GetAsync(kind, documents[0].Id, token, Unlimited.Budget, Cancellation);
                    Assert.Equal(documents[0].Body.GetRawText(), single.Body.GetRawText());
                }
            }

            foreach (TimeSeriesKind kind in TimeSeriesKind.All.Where(kind => generation == OuraGeneration.V129 || kind != TimeSeriesKind.InterbeatInterval))
            {
                // Of every heartbeat a few hours of a night, of the others two days.
                DateTimeOffset from = SandboxedApp.Now.AddHours(-36);
                DateTimeOffset to = kind == TimeSeriesKind.InterbeatInterval ? from.AddHours(5) : from.AddDays(2);
                List<OuraRow> rows = await oura.App.Api.ListAsync(kind, from, to, token, Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation);
                Assert.All(rows, row => Assert.Empty(RoundTrip.Losses(kind, row.Body)));
                counts[kind.Name] = counts.GetValueOrDefault(kind.Name) + rows.Count;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{generation}: {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.Equal(kinds, counts.Count);
        Assert.DoesNotContain(0, counts.Values);
    }

    [Fact]
    public async Task Version_129_has_meta_and_137_has_none()
    {
        foreach (OuraGeneration generation in Enum.GetValues<OuraGeneration>())
        {
            await using SandboxedApp oura = await SandboxedApp.StartAsync(options => options.Generation = generation);
            string token = (await oura.ConnectAsync()).AccessToken;

            List<DailySleep> days = await oura.App.Api.ListRecordsAsync(DocumentKind.DailySleep, SandboxedApp.Today.AddDays(-10), SandboxedApp.Today, token, Unlimited.Budget, Cancellation).ToListAsync(Cancellation);

            Assert.NotEmpty(days);
            Assert.All(days, day => Assert.Equal(generation == OuraGeneration.V129, day.Meta is not null));
        }
    }

    /// <summary>Each collection compares another instant, a bound may be midnight in UTC or of the member, and members live east and west.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 3)]
    [InlineData(false, 5)]
    [InlineData(false, 7)]
    [InlineData(false, 9)]
    [InlineData(true, 0)]
    public async Task Days_read_one_by_one_give_what_they_give_together(bool localMidnight, int member)
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(options => (options.LocalMidnight, options.Members) = (localMidnight, 12));
        string token = (await oura.ConnectAsync(member)).AccessToken;
        DateOnly first = SandboxedApp.Today.AddDays(-12);
        DateOnly last = SandboxedApp.Today.AddDays(-2);
        foreach (DocumentKind kind in DocumentKind.All.Where(kind => kind.DayMember is not null))
        {
            string[] together = [.. (await oura.App.Api.ListAsync(kind, SandboxedApp.Today.AddDays(-45), SandboxedApp.Today, token, Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation))
                .Where(document => document.Day >= first && document.Day <= last).Select(document => document.Id).Order(StringComparer.Ordinal)];
            var single = new List<string>();
            for (DateOnly day = first; day <= last; day = day.AddDays(1))
            {
                List<OuraDocument> documents = await oura.App.Api.ListAsync(kind, day, day, token, Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation);
                Assert.All(documents, document => Assert.Equal(day, document.Day));
                single.AddRange(documents.Select(document => document.Id));
            }

            Assert.Equal(together, single.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task An_evening_west_of_Greenwich_is_read_with_its_day()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();
        string token = (await oura.ConnectAsync()).AccessToken;
        string member = oura.Sandbox.World.Members[0].Id;
        SandboxDocument workout = oura.Sandbox.World.Documents(member, "workout")[^1];
        oura.Sandbox.World.Set(member, "workout", workout.Id, "start_datetime", $"{workout.Day:yyyy-MM-dd}T21:30:00-05:00");
        oura.Sandbox.World.Set(member, "workout", workout.Id, "end_datetime", $"{workout.Day:yyyy-MM-dd}T22:10:00-05:00");

        List<OuraDocument> documents = await oura.App.Api.ListAsync(DocumentKind.Workout, workout.Day, workout.Day, token, Unlimited.Budget, null, Cancellation).ToListAsync(Cancellation);

        Assert.Contains(documents, document => document.Id == workout.Id);
    }

    [Fact]
    public async Task A_heart_rate_of_more_days_than_Oura_allows_at_once_is_read_in_parts()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(options => options.HistoryDays = 75);
        string token = (await oura.ConnectAsync()).AccessToken;
        DateTimeOffset to = SandboxedApp.Now;
        DateTimeOffset from = to.AddDays(-70);

        List<HeartRate> whole = await oura.App.Api.ListRecordsAsync(TimeSeriesKind.HeartRate, from, to, token, Unlimited.Budget, Cancellation).ToListAsync(Cancellation);
        var parts = new List<HeartRate>();
        for (DateTimeOffset part = from; part < to; part = part.AddDays(7))
        {
            parts.AddRange(await oura.App.Api.ListRecordsAsync(TimeSeriesKind.HeartRate, part, part.AddDays(7), token, Unlimited.Budget, Cancellation).ToListAsync(Cancellation));
        }

        Assert.True(whole.Count > 10_000, $"{whole.Count} rows");
        Assert.Equal(parts.Select(row => (row.Timestamp, row.Bpm, row.Source)), whole.Select(row => (row.Timestamp, row.Bpm, row.Source)));
        Assert.Equal(whole.Max(row => row.Timestamp), (await oura.App.Api.LatestRecordAsync(TimeSeriesKind.HeartRate, token, Unlimited.Budget, Cancellation))!.Timestamp);
    }

    [Fact]
    public async Task The_mirrors_are_read_by_the_switch_with_any_token()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(null, false, ("Oura:Apps:main:UseSandbox", "true"));

        foreach (DocumentKind kind in DocumentKind.All)
        {
            await oura.App.Api.ListAsync(kind, SandboxedApp.Today.AddDays(-40), SandboxedApp.Today, "anything", Unlimited.Budget, null, Cancellation).CountAsync(Cancellation);
        }

        Assert.NotEmpty(await oura.App.Api.ListRecordsAsync(DocumentKind.Sleep, SandboxedApp.Today.AddDays(-10), SandboxedApp.Today, "anything", Unlimited.Budget, Cancellation).ToListAsync(Cancellation));
        Assert.Equal(OuraFailure.Unauthorized, (await Assert.ThrowsAsync<OuraException>(() => oura.App.Api.GetPersonalInfoAsync("anything", Unlimited.Budget, Cancellation))).Failure);
    }

    [Fact]
    public async Task A_limit_that_is_reached_is_told_with_its_numbers()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(options => options.RequestsPerToken = 3);
        string token = (await oura.ConnectAsync()).AccessToken;

        OuraException error = await Assert.ThrowsAsync<OuraException>(async () =>
        {
            for (int request = 0; request < 10; request++)
            {
                await oura.App.Api.GetPersonalInfoAsync(token, Unlimited.Budget, Cancellation);
            }
        });

        Assert.Equal(OuraFailure.RateLimited, error.Failure);
        Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromSeconds(1), oura.Sandbox.Options.RateWindow);
        Assert.Equal((3, oura.Sandbox.Options.RateWindow), (error.RateLimit!.Limit, error.RateLimit.Window));
        Assert.NotNull(error.RateLimit.Tier);
        Assert.InRange(error.RateLimit.Reset!.Value, SandboxedApp.Now, SandboxedApp.Now + oura.Sandbox.Options.RateWindow);
    }
}
