using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;
    private CallbackServer _callback = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_clock);
        _app = new TestApp(_sandbox);
        _callback = await CallbackServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _sandbox.DisposeAsync();
        await _callback.DisposeAsync();
    }

    [Fact]
    public async Task A_subscription_is_made_after_its_challenge_and_lives_90_days_without_an_offset()
    {
        var (status, body) = await _app.SubscribeAsync(_callback.Address);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(1, _callback.Challenges);
        Assert.Equal(["callback_url", "data_type", "event_type", "expiration_time", "id"], body!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(_callback.Address.AbsoluteUri, (string?)body["callback_url"]);
        var expiration = (string)body["expiration_time"]!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$", expiration);
        Assert.Equal(_clock.GetUtcNow().AddDays(90), DateTimeOffset.Parse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

        var (_, list) = await _app.WebhookAsync(HttpMethod.Get, "");
        Assert.True(JsonNode.DeepEquals(body, Assert.Single(list!.AsArray())));
        Assert.True(JsonNode.DeepEquals(body, (await _app.WebhookAsync(HttpMethod.Get, "/" + body["id"])).Body));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("other challenge")]
    [InlineData("no json")]
    [InlineData("redirect")]
    public async Task A_callback_that_fails_the_challenge_gets_no_subscription(string how)
    {
        _callback.Challenge = (context, challenge) =>
        {
            context.Response.StatusCode = how switch { "status" => 202, "redirect" => 302, _ => 200 };
            return context.Response.WriteAsync(how switch
            {
                "other challenge" => """{"challenge":"other"}""",
                "no json" => challenge,
                _ => new JsonObject { ["challenge"] = challenge }.ToJsonString(),
            });
        };
        var (status, body) = await _app.SubscribeAsync(_callback.Address);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty((string)body!["detail"]!);
        Assert.Empty((await _app.WebhookAsync(HttpMethod.Get, "")).Body!.AsArray());
    }

    [Fact]
    public async Task A_callback_that_is_not_there_gets_no_subscription()
    {
        var (status, _) = await _app.SubscribeAsync(new Uri("http://127.0.0.1:1/hook"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_callback_that_says_nothing_for_ten_seconds_gets_no_subscription()
    {
        _callback.Challenge = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var subscribing = _app.SubscribeAsync(_callback.Address);
        await Eventually.TrueAsync(() => _callback.Challenges == 1, "the challenge arrives");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HttpStatusCode.BadRequest, (await subscribing).Status);
    }

    [Fact]
    public async Task A_second_subscription_for_one_pair_is_a_409_even_when_both_come_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _app.SubscribeAsync(_callback.Address)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.Created, (await _app.SubscribeAsync(_callback.Address, "create")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _app.SubscribeAsync(_callback.Address, "update", "vo2_max")).Status);
    }

    [Fact]
    public async Task A_subscription_is_changed_after_a_challenge_renewed_and_deleted()
    {
        var id = (string)(await _app.SubscribeAsync(_callback.Address)).Body!["id"]!;
        _clock.Advance(TimeSpan.FromDays(30));

        var (status, changed) = await _app.WebhookAsync(HttpMethod.Put, "/" + id, new JsonObject { ["verification_token"] = CallbackServer.VerificationToken, ["event_type"] = "delete" });
        Assert.Equal((HttpStatusCode.OK, "delete", "daily_sleep"), (status, (string?)changed!["event_type"], (string?)changed["data_type"]));
        Assert.Equal(2, _callback.Challenges);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.WebhookAsync(HttpMethod.Put, "/" + id, new JsonObject { ["verification_token"] = "wrong" })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _app.WebhookAsync(HttpMethod.Put, "/" + id, new JsonObject())).Status);

        var (_, renewed) = await _app.WebhookAsync(HttpMethod.Put, "/renew/" + id);
        Assert.StartsWith(_clock.GetUtcNow().AddDays(90).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), (string)renewed!["expiration_time"]!, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await _app.WebhookAsync(HttpMethod.Delete, "/" + id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.WebhookAsync(HttpMethod.Get, "/" + id)).Status);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("PUT", "/")]
    [InlineData("PUT", "/renew/")]
    [InlineData("DELETE", "/")]
    public async Task An_unknown_id_is_a_403(string method, string path)
    {
        foreach (var id in new[] { Guid.NewGuid().ToString(), "no-uuid" })
        {
            var (status, body) = await _app.WebhookAsync(new HttpMethod(method), path + id, new JsonObject { ["verification_token"] = "any" });
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.NotEmpty((string)body!["detail"]!);
        }
    }

    [Fact]
    public async Task Without_the_apps_credentials_everything_is_a_401()
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, ""), (HttpMethod.Delete, "/" + Guid.NewGuid()) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _app.WebhookAsync(method, path, secret: "wrong")).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.Http.GetAsync("/v2/webhook/subscription", TestApp.Stop)).StatusCode);
    }

    [Theory]
    [InlineData("callback_url", null, "missing")]
    [InlineData("verification_token", null, "missing")]
    [InlineData("event_type", "renamed", "enum")]
    [InlineData("data_type", "heartrate", "enum")]
    [InlineData("callback_url", "/relative", "url_parsing")]
    public async Task A_request_that_is_not_whole_is_a_422(string member, string? value, string type)
    {
        var request = new JsonObject
        {
            ["callback_url"] = _callback.Address.AbsoluteUri,
            ["verification_token"] = CallbackServer.VerificationToken,
            ["event_type"] = "update",
            ["data_type"] = "sleep",
            [member] = value,
        };
        var (status, body) = await _app.WebhookAsync(HttpMethod.Post, "", request);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var fault = Assert.Single(body!["detail"]!.AsArray())!;
        Assert.Equal(("body", member, type), ((string?)fault["loc"]![0], (string?)fault["loc"]![1], (string?)fault["type"]));
        Assert.Equal(0, _callback.Challenges);
    }
}
