using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

[Collection(PlatformTests.Name)]
public sealed class IntakeTests(PlatformFixture platform)
{
    private string GoodBody => Deliveries.Event("update", "daily_activity", "some-document", platform.World.Members[0].Id);

    public static TheoryData<string, string> BadBodies => new()
    {
        { "not json", "The body is not JSON." },
        { "[1,2]", "The body is not a JSON object." },
        { """{"data_type":"sleep","object_id":"a","event_time":"2026-03-10T07:30:00+00:00","user_id":"u"}""", "event_type is missing." },
        { """{"event_type":"update","object_id":"a","event_time":"2026-03-10T07:30:00+00:00","user_id":"u"}""", "data_type is missing." },
        { """{"event_type":"update","data_type":"sleep","event_time":"2026-03-10T07:30:00+00:00","user_id":"u"}""", "object_id is missing." },
        { """{"event_type":"update","data_type":"sleep","object_id":"a","event_time":"2026-03-10T07:30:00+00:00"}""", "user_id is missing." },
    };

    [Fact]
    public async Task A_wrong_signature_is_401_and_nothing_is_queued()
    {
        await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody), Deliveries.Now(), new string('A', 64));
        await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody), Deliveries.Now(), "not hex");
        string timestamp = Deliveries.Now();
        await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody + " "), timestamp, platform.Deliveries.Sign(timestamp, GoodBody));
    }

    [Fact]
    public async Task A_missing_signature_or_timestamp_is_401_and_nothing_is_queued()
    {
        await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody), Deliveries.Now(), null);
        await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody), null, new string('A', 64));
    }

    [Fact]
    public async Task A_stale_timestamp_is_401_and_nothing_is_queued()
    {
        foreach (int hours in new[] { -3, 3 })
        {
            string timestamp = $"{TimeProvider.System.GetUtcNow().AddHours(hours).ToUnixTimeSeconds()}";
            await RefusedAsync(HttpStatusCode.Unauthorized, Encoding.UTF8.GetBytes(GoodBody), timestamp, platform.Deliveries.Sign(timestamp, GoodBody));
        }
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_413_and_nothing_is_queued()
    {
        string body = new(' ', (64 * 1024) + 1);
        string timestamp = Deliveries.Now();
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, Encoding.UTF8.GetBytes(body), timestamp, platform.Deliveries.Sign(timestamp, body));
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_body_that_is_no_event_is_400_with_a_sentence(string body, string sentence)
    {
        string timestamp = Deliveries.Now();
        string answer = await RefusedAsync(HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes(body), timestamp, platform.Deliveries.Sign(timestamp, body));
        Assert.Contains(sentence, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_the_settings_do_not_name_is_404()
    {
        string timestamp = Deliveries.Now();
        using HttpResponseMessage answer = await platform.Deliveries.SendRawAsync(
            Encoding.UTF8.GetBytes(GoodBody), timestamp, platform.Deliveries.Sign(timestamp, GoodBody), "other");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("moon_phase", "known", "unknown_type")]
    [InlineData("daily_sleep", "stranger", "unknown_user")]
    public async Task What_is_unknown_is_200_and_counted_and_breaks_nothing(string dataType, string user, string outcome)
    {
        long counted = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Name == "ourateams.events.routed")
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "outcome" && (string?)tag.Value == outcome)
                {
                    Interlocked.Add(ref counted, count);
                }
            }
        });
        listener.Start();

        using HttpResponseMessage answer = await platform.Deliveries.SendAsync(
            Deliveries.Event("update", dataType, "a", user == "known" ? platform.World.Members[0].Id : "nobody-we-know"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.HoldsAsync(() => Task.FromResult(Interlocked.Read(ref counted) >= 1), $"{outcome} is counted");
        await WorksStillAsync();
    }

    [Fact]
    public async Task A_timestamp_in_milliseconds_or_as_text_is_read_too()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (string timestamp in new[] { $"{now.ToUnixTimeMilliseconds()}", $"{now:O}", "a form that nobody knows" })
        {
            using HttpResponseMessage answer = await platform.Deliveries.SendAsync(GoodBody, timestamp);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_challenge_is_answered_only_with_the_right_token()
    {
        using var http = new HttpClient();
        using HttpResponseMessage wrong = await http.GetAsync(new Uri(platform.Settings.Http, "/webhooks/oura/main?verification_token=guess&challenge=abc"));
        using HttpResponseMessage other = await http.GetAsync(new Uri(platform.Settings.Http, "/webhooks/oura/other?verification_token=guess&challenge=abc"));

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    private async Task<string> RefusedAsync(HttpStatusCode status, byte[] body, string? timestamp, string? signature)
    {
        await platform.Sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        long before = await AppendedAsync();
        using HttpResponseMessage answer = await platform.Deliveries.SendRawAsync(body, timestamp, signature);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(before, await AppendedAsync());
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>How many messages were ever appended to the queue's file.</summary>
    private async Task<long> AppendedAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(platform.DataFolder, "queue.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT IFNULL(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'message'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task WorksStillAsync()
    {
        DateOnly day = platform.World.Today.AddDays(-2);
        SandboxDocument activity = platform.World.Documents(platform.World.Members[0].Id, "daily_activity").First(document => document.Day == day);
        platform.Sandbox.Webhooks.Publish(platform.World.Revise(platform.World.Members[0].Id, "daily_activity", activity.Id));
        await platform.IsRightAsync(day);
    }
}
