using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

public sealed class WebhookEventTests
{
    private const string Body = """
        {"event_type":"update","data_type":"daily_sleep","object_id":"doc-1","event_time":"2026-03-01T06:30:00+00:00","user_id":"user-1"}
        """;

    private static readonly WebhookEvent Expected =
        new(WebhookEventType.Update, "daily_sleep", "doc-1", new DateTimeOffset(2026, 3, 1, 6, 30, 0, TimeSpan.Zero), "user-1");

    public static TheoryData<string> Fields => ["event_type", "data_type", "object_id", "user_id"];

    [Fact]
    public void A_delivery_of_Oura_is_read()
    {
        Assert.True(WebhookEvent.TryParse(Encoding.UTF8.GetBytes(Body), out WebhookEvent? result, out string? problem));
        Assert.Null(problem);
        Assert.Equal(Expected, result);
    }

    [Fact]
    public void Members_that_we_do_not_know_are_left_out() =>
        Assert.Equal(Expected, Parse(With("later", new JsonObject { ["event_type"] = "create" })));

    [Fact]
    public void A_data_type_that_we_do_not_know_is_taken_as_it_is() =>
        Assert.Equal("daily_mood", Parse(With("data_type", "daily_mood")).DataType);

    [Theory]
    [InlineData("create", WebhookEventType.Create)]
    [InlineData("update", WebhookEventType.Update)]
    [InlineData("delete", WebhookEventType.Delete)]
    public void The_three_event_types_are_known(string text, WebhookEventType type) =>
        Assert.Equal(type, Parse(With("event_type", text)).EventType);

    [Theory]
    [InlineData("upsert")]
    [InlineData("CREATE")]
    [InlineData("create ")]
    [InlineData("0")]
    public void Any_other_event_type_stands_for_an_update_and_is_told(string text)
    {
        WebhookEvent change = Parse(With("event_type", text));
        Assert.Equal((WebhookEventType.Update, text), (change.EventType, change.NewType));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_missing_field_is_named(string field)
    {
        JsonObject body = Event();
        body.Remove(field);

        Assert.Equal($"{field} is missing.", Problem(body));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_no_text_counts_as_missing(string field)
    {
        JsonNode?[] wrong = [null, true, new JsonArray("create"), new JsonObject(), "", " "];

        Assert.All(wrong, value => Assert.Equal($"{field} is missing.", Problem(With(field, value))));
    }

    [Fact]
    public void An_id_that_is_a_number_is_its_digits() => Assert.Equal("12345", Parse(With("object_id", 12345)).ObjectId);

    [Theory]
    [InlineData("data_type")]
    [InlineData("object_id")]
    [InlineData("user_id")]
    public void The_longest_id_is_taken_and_a_longer_one_refused_by_name(string field)
    {
        Parse(With(field, new string('i', WebhookEvent.MaxIdLength)));

        Assert.Equal($"{field} is longer than 128 characters.", Problem(With(field, new string('i', WebhookEvent.MaxIdLength + 1))));
    }

    [Theory]
    [InlineData("2026-03-01T06:30:00Z", 0)]
    [InlineData("2026-03-01T06:30:00", 0)]
    [InlineData("2026-03-01T08:30:00+02:00", 0)]
    [InlineData("2026-02-28T20:30:00-10:00", 0)]
    [InlineData("2026-03-01T06:30:00.25Z", 250)]
    [InlineData("2026-03-01T06:30:00.125000+00:00", 125)]
    [InlineData("2026-03-01T08:30:00.500000000+02:00", 500)]
    public void The_time_of_an_event_may_have_a_fraction_and_any_offset_and_is_UTC_without_one(string text, int milliseconds) =>
        Assert.Equal(Expected.EventTime!.Value.AddMilliseconds(milliseconds), Parse(With("event_time", text)).EventTime);

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-03-01T25:00:00Z")]
    [InlineData("1767225600")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void What_is_no_time_is_none(string text) => Assert.Null(Parse(With("event_time", text)).EventTime);

    [Fact]
    public void An_event_needs_no_time()
    {
        JsonObject body = Event();
        body.Remove("event_time");

        Assert.Null(Parse(body).EventTime);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1764489600), Parse(With("event_time", 1764489600)).EventTime);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), Parse(With("event_time", "2026-11-30 08:00:00 UTC")).EventTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("event_type=create")]
    [InlineData("{")]
    [InlineData("""{"event_type":"create"}}""")]
    [InlineData("""{"event_type":'create'}""")]
    public void A_body_that_is_not_JSON_is_refused(string body) =>
        Assert.Equal("The body is not JSON.", Problem(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_body_nested_too_deep_is_refused() =>
        Assert.Equal("The body is not JSON.", Problem(Encoding.UTF8.GetBytes(new string('[', 100_000))));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"create\"")]
    [InlineData("17")]
    public void A_body_that_is_no_object_is_refused(string body) =>
        Assert.Equal("The body is not a JSON object.", Problem(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void An_array_of_events_is_refused() =>
        Assert.Equal("The body is not a JSON object.", Problem(Encoding.UTF8.GetBytes($"[{Body}]")));

    [Theory]
    [InlineData("""{"event_type":"\ud800"}""")]
    [InlineData("""{"\ud800 as a name":"create"}""")]
    public void Half_a_surrogate_pair_is_not_JSON(string body) =>
        Assert.Equal("The body is not JSON.", Problem(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_not_JSON() =>
        Assert.Equal("The body is not JSON.", Problem([.. "{\"event_type\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(body => WebhookEvent.TryParse(body, out _, out string? problem) == (problem is null), iter: 5_000);

    [Fact]
    public void An_event_with_some_bytes_changed_never_throws() =>
        Garbage.Damaged(Body).Sample(body => WebhookEvent.TryParse(body, out _, out string? problem) == (problem is null), iter: 20_000);

    private static JsonObject Event() => JsonNode.Parse(Body)!.AsObject();

    private static JsonObject With(string field, JsonNode? value)
    {
        JsonObject body = Event();
        body[field] = value;
        return body;
    }

    private static WebhookEvent Parse(JsonObject body)
    {
        Assert.True(WebhookEvent.TryParse(Bytes(body), out WebhookEvent? result, out string? problem), problem);
        return result;
    }

    private static string Problem(JsonObject body) => Problem(Bytes(body));

    private static string Problem(byte[] body)
    {
        Assert.False(WebhookEvent.TryParse(body, out WebhookEvent? result, out string? problem));
        Assert.Null(result);
        return problem;
    }

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
