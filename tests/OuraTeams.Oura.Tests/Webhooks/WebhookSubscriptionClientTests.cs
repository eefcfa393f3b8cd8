using System.Text.Json;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

public sealed class WebhookSubscriptionClientTests
{
    private const string Subscription = """
        {"id":"s-1","callback_url":"https://teams.example/oura/main","event_type":"update","data_type":"sleep","expiration_time":"2026-05-30T06:00:00.000000"}
        """;

    private static readonly WebhookSubscription Expected = new()
    {
        Id = "s-1",
        CallbackUrl = "https://teams.example/oura/main",
        EventType = WebhookEventType.Update,
        DataType = WebhookDataType.Sleep,
        ExpirationTime = new DateTimeOffset(2026, 5, 30, 6, 0, 0, TimeSpan.Zero),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_subscriptions_are_listed_with_the_credentials_of_the_app()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json($"[{Subscription}]"));

        Assert.Equal([Expected], await oura.App.Subscriptions.ListAsync(null, Cancellation));

        Assert.Equal(("GET", "/v2/webhook/subscription"), (oura.Request.Method, oura.Request.Path));
        Assert.Equal(ScriptedOura.ClientId, oura.Request.Headers["x-client-id"]);
        Assert.Equal(ScriptedOura.ClientSecret, oura.Request.Headers["x-client-secret"]);
        Assert.DoesNotContain("Authorization", oura.Request.Headers.Keys);
    }

    [Fact]
    public async Task An_app_without_subscriptions_has_an_empty_list()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("[]"));

        Assert.Empty(await oura.App.Subscriptions.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_subscription_is_created()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Subscription, 201));

        WebhookSubscription created = await oura.App.Subscriptions.CreateAsync(new Uri("https://teams.example/oura/main"), "verify-1", "update", "sleep", Cancellation);

        Assert.Equal(Expected, created);
        Assert.Equal(("POST", "/v2/webhook/subscription"), (oura.Request.Method, oura.Request.Path));
        Assert.StartsWith("application/json", oura.Request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["callback_url"] = "https://teams.example/oura/main",
                ["verification_token"] = "verify-1",
                ["event_type"] = "update",
                ["data_type"] = "sleep",
            },
            JsonSerializer.Deserialize<Dictionary<string, string>>(oura.Request.Body));
    }

    [Fact]
    public async Task A_subscription_is_read()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Subscription));

        Assert.Equal(Expected, await oura.App.Subscriptions.GetAsync("s/1", Cancellation));

        Assert.Equal(("GET", "/v2/webhook/subscription/s%2F1"), (oura.Request.Method, oura.Request.Path));
        Assert.Equal(ScriptedOura.ClientSecret, oura.Request.Headers["x-client-secret"]);
    }

    [Fact]
    public async Task A_change_names_only_what_shall_change()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Subscription));

        await oura.App.Subscriptions.UpdateAsync("s-1", new() { VerificationToken = "verify-2" }, Cancellation);
        await oura.App.Subscriptions.UpdateAsync(
            "s-1",
            new()
            {
                VerificationToken = "verify-2",
                CallbackUrl = new Uri("https://teams.example/new"),
                EventType = WebhookEventType.Delete,
                DataType = "daily_mood",
            },
            Cancellation);

        Assert.All(oura.Requests, request => Assert.Equal(("PUT", "/v2/webhook/subscription/s-1"), (request.Method, request.Path)));
        Assert.Equal(
            [
                """{"verification_token":"verify-2"}""",
                """{"verification_token":"verify-2","callback_url":"https://teams.example/new","event_type":"delete","data_type":"daily_mood"}""",
            ],
            oura.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task A_subscription_is_renewed_and_says_until_when()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Subscription));

        Assert.Equal(new DateTimeOffset(2026, 5, 30, 6, 0, 0, TimeSpan.Zero), (await oura.App.Subscriptions.RenewAsync("s-1", Cancellation)).ExpirationTime);

        Assert.Equal(("PUT", "/v2/webhook/subscription/renew/s-1", ""), (oura.Request.Method, oura.Request.Path, oura.Request.Body));
    }

    [Fact]
    public async Task A_subscription_is_deleted()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(204));

        await oura.App.Subscriptions.DeleteAsync("s/1", Cancellation);

        Assert.Equal(("DELETE", "/v2/webhook/subscription/s%2F1"), (oura.Request.Method, oura.Request.Path));
        Assert.Equal(ScriptedOura.ClientId, oura.Request.Headers["x-client-id"]);
        Assert.Equal(ScriptedOura.ClientSecret, oura.Request.Headers["x-client-secret"]);
    }

    [Fact]
    public async Task Deleting_one_that_does_not_exist_is_forbidden()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("", 403));

        Assert.Equal(OuraFailure.Forbidden, (await Assert.ThrowsAsync<OuraException>(() => oura.App.Subscriptions.DeleteAsync("s-1", Cancellation))).Failure);
    }

    [Theory]
    [InlineData(400, """{"detail":"Failed to verify the callback"}""", OuraFailure.Invalid)]
    [InlineData(409, "", OuraFailure.Invalid)]
    [InlineData(422, """{"detail":[{"msg":"x"}]}""", OuraFailure.Invalid)]
    [InlineData(401, "", OuraFailure.Unauthorized)]
    [InlineData(429, "", OuraFailure.RateLimited)]
    [InlineData(500, "", OuraFailure.Unavailable)]
    public async Task A_refused_create_says_why_without_the_secret(int status, string body, OuraFailure failure)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body, status));

        OuraException error = await CreateFailsAsync(oura);

        Assert.Equal(failure, error.Failure);
        Assert.DoesNotContain(ScriptedOura.ClientSecret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"s-1"}""")]
    [InlineData("""{"id":null,"callback_url":"u","event_type":"update","data_type":"sleep"}""")]
    [InlineData("""{"id":"s-1","callback_url":null,"event_type":"update","data_type":"sleep"}""")]
    [InlineData("""{"id":"s-1","callback_url":"u","event_type":5,"data_type":"sleep"}""")]
    [InlineData("""{"id":"\ud800","callback_url":"u","event_type":"update","data_type":"sleep"}""")]
    public async Task A_subscription_without_a_required_member_is_a_failure_of_Oura_and_harms_no_other_in_a_list(string json)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(json), Answers.Json($"[{Subscription},{json}]"));

        Assert.Equal(OuraFailure.Unavailable, (await CreateFailsAsync(oura)).Failure);
        List<string?> unreadable = [];
        Assert.Equal([Expected], await oura.App.Subscriptions.ListAsync(unreadable.Add, Cancellation));
        Assert.Single(unreadable);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"s-1\"")]
    public async Task What_is_no_list_is_a_failure_of_Oura(string json)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(json));

        Assert.Equal(OuraFailure.Unavailable, (await Assert.ThrowsAsync<OuraException>(() => oura.App.Subscriptions.ListAsync(null, Cancellation))).Failure);
    }

    private static Task<OuraException> CreateFailsAsync(ScriptedOura oura) =>
        Assert.ThrowsAsync<OuraException>(() => oura.App.Subscriptions.CreateAsync(new Uri("https://teams.example/oura/main"), "v", "update", "sleep", Cancellation));
}
