using Microsoft.AspNetCore.Http;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

/// <summary>Sent again is what can do no harm twice, and nothing else.</summary>
public sealed class RetryTests
{
    private const string Person = """{"id":"user-1"}""";

    /// <summary>Far below the time of five pauses that grow from 10 s, whatever chance makes of each.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> UnsafeCalls => [.. Unsafe.Keys];

    private static Dictionary<string, Func<OuraApp, Task>> Unsafe { get; } = new()
    {
        ["exchange"] = app => app.OAuth.ExchangeAsync("code-1", new Uri("https://a.example/back"), "verifier", Cancellation),
        ["refresh"] = app => app.OAuth.RefreshAsync("refresh-1", Cancellation),
        ["revoke"] = app => app.OAuth.RevokeAsync("access-1", "refresh-1", Cancellation),
        ["create"] = app => app.Subscriptions.CreateAsync(new Uri("https://a.example/w"), "v", WebhookEventType.Create, WebhookDataType.Sleep, Cancellation),
        ["update"] = app => app.Subscriptions.UpdateAsync("s", new() { VerificationToken = "v" }, Cancellation),
        ["renew"] = app => app.Subscriptions.RenewAsync("s", Cancellation),
        ["delete"] = app => app.Subscriptions.DeleteAsync("s", Cancellation),
    };

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_that_met_a_5xx_is_sent_again(int status)
    {
        await using ScriptedOura oura = await StartAsync(2, Answers.Empty(status), Answers.Json("<html>", status), Answers.Json(Person));

        Assert.Equal("user-1", (await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation)).Id);
        Assert.Equal(3, oura.Requests.Length);
        Assert.All(oura.Requests, request => Assert.Equal("Bearer token-1", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_read_whose_connection_broke_is_sent_again()
    {
        await using ScriptedOura oura = await StartAsync(1, Answers.Broken, Answers.Json(Person));

        Assert.Equal("user-1", (await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation)).Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task After_the_last_retry_the_failure_is_told(int retries)
    {
        await using ScriptedOura oura = await StartAsync(retries, Answers.Empty(503));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
        Assert.Equal(retries + 1, oura.Requests.Length);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(408)]
    [InlineData(422)]
    [InlineData(426)]
    [InlineData(429)]
    public async Task What_another_try_does_not_mend_is_sent_once(int status)
    {
        await using ScriptedOura oura = await StartAsync(5, Answers.Empty(status));

        await FailureAsync(oura);
        Assert.Single(oura.Requests);
    }

    [Theory]
    [InlineData(429, OuraFailure.RateLimited)]
    [InlineData(503, OuraFailure.Unavailable)]
    public async Task Who_says_when_to_come_back_is_not_asked_before(int status, OuraFailure failure)
    {
        await using ScriptedOura oura = await StartAsync(5, Answers.Json("", status, ("Retry-After", "120")));

        OuraException error = await FailureAsync(oura);

        Assert.Equal((failure, TimeSpan.FromMinutes(2)), (error.Failure, error.RetryAfter));
        Assert.Single(oura.Requests);
    }

    [Theory]
    [MemberData(nameof(UnsafeCalls))]
    public async Task What_changes_something_is_sent_once(string call)
    {
        foreach (RequestDelegate answer in new[] { Answers.Empty(503), Answers.Broken })
        {
            await using ScriptedOura oura = await StartAsync(5, answer);

            Assert.Equal(OuraFailure.Unavailable, (await Assert.ThrowsAsync<OuraException>(() => Unsafe[call](oura.App))).Failure);
            Assert.Single(oura.Requests);
        }
    }

    [Fact]
    public async Task The_list_of_subscriptions_is_sent_again()
    {
        await using ScriptedOura oura = await StartAsync(1, Answers.Empty(502), Answers.Json("[]"));

        Assert.Empty(await oura.App.Subscriptions.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task The_timeout_bounds_all_tries_together()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(503));
        oura.Use(("Oura:Retries", "5"), ("Oura:RetryPause", "00:00:10"), ("Oura:Timeout", "00:00:01"));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura).WaitAsync(Limit, Cancellation)).Failure);
    }

    [Fact]
    public async Task A_pause_that_is_longer_than_the_time_left_is_not_waited_for_and_the_last_answer_is_told()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(503));
        oura.Use(("Oura:Retries", "5"), ("Oura:RetryPause", "00:00:10"), ("Oura:Timeout", "00:00:01"));

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await FailureAsync(oura)).Status);
        Assert.Single(oura.Requests);
    }

    [Fact]
    public async Task Each_pause_is_twice_the_one_before_give_or_take_a_half_by_chance()
    {
        var clock = new PauseClock();
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(503));
        oura.Clock = clock;
        oura.Use(("Oura:Retries", "4"), ("Oura:RetryPause", "00:00:01"), ("Oura:Timeout", "00:05:00"));
        for (int call = 0; call < 20; call++)
        {
            await FailureAsync(oura);
        }

        double[][] calls = [.. clock.Pauses.Select(pause => pause.TotalSeconds).Chunk(4)];
        Assert.Equal(20, calls.Length);
        Assert.All(calls, pauses => Assert.All(pauses, (pause, repeat) => Assert.InRange(pause / Math.Pow(2, repeat), 0.5, 1.5)));
        Assert.InRange(calls.Max(pauses => pauses[0]) - calls.Min(pauses => pauses[0]), 0.2, 1);
    }

    [Fact]
    public async Task A_caller_who_cancels_waits_for_no_retry()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using ScriptedOura oura = await ScriptedOura.StartAsync(context =>
        {
            cancel.CancelAfter(TimeSpan.FromMilliseconds(50));
            return Answers.Empty(503)(context);
        });
        oura.Use(("Oura:Retries", "5"), ("Oura:RetryPause", "00:00:10"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, cancel.Token).WaitAsync(Limit, Cancellation));
    }

    /// <summary>Notes the pauses and waits for none of them; limits of minutes stay.</summary>
    private sealed class PauseClock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromMinutes(1))
            {
                Pauses.Add(dueTime);
                dueTime = TimeSpan.Zero;
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private static async Task<ScriptedOura> StartAsync(int retries, params RequestDelegate[] answers)
    {
        ScriptedOura oura = await ScriptedOura.StartAsync(answers);
        oura.Use(("Oura:Retries", $"{retries}"));
        return oura;
    }

    private static Task<OuraException> FailureAsync(ScriptedOura oura) =>
        Assert.ThrowsAsync<OuraException>(() => oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation));
}
