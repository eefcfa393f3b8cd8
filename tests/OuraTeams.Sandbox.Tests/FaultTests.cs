using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;
    private string _access = "";
    private string _refresh = "";

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_clock, options => options.AdminRoutes = true);
        _app = new TestApp(_sandbox);
        (_access, _refresh) = await _app.ConnectAsync();
        _app.Http.DefaultRequestHeaders.Authorization = new("Bearer", _access);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_server_error_hits_as_often_as_said_where_said_and_has_no_json()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/v2/usercollection/sleep", Status = 502, Times = 2 });
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("daily_sleep")).StatusCode);
        for (var i = 0; i < 2; i++)
        {
            var answer = await GetAsync("sleep");
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("sleep")).StatusCode);
        Assert.Equal(2, _sandbox.Faults.Hits(FaultKind.ServerError));
        Assert.Empty(_sandbox.Faults.Active);
    }

    [Fact]
    public async Task A_share_of_the_requests_is_hit()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Share = 0.3 });
        var failed = 0;
        for (var i = 0; i < 400; i++)
        {
            using var answer = await GetAsync("ring_configuration");
            failed += answer.StatusCode == HttpStatusCode.ServiceUnavailable ? 1 : 0;
        }

        Assert.InRange(failed, 80, 160);
        _sandbox.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("sleep")).StatusCode);
    }

    [Fact]
    public async Task A_token_call_can_fail_without_using_the_refresh_token_up()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/oauth/token", Times = 1 });
        var failed = await _app.Http.PostAsync(_app.TokenPath, new FormUrlEncodedContent([new("grant_type", "refresh_token")]), TestApp.Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _app.RefreshAsync(_refresh)).Status);
    }

    [Fact]
    public async Task Latency_holds_an_answer_up_and_changes_nothing_in_it()
    {
        var usual = await (await GetAsync("sleep")).Content.ReadAsStringAsync(TestApp.Stop);
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.Latency, Delay = TimeSpan.FromSeconds(20) });
        var late = GetAsync("sleep");
        await Eventually.TrueAsync(() => _sandbox.Faults.Hits(FaultKind.Latency) == 1, "the request arrives");
        Assert.False(late.IsCompleted);

        // The request has arrived, but may not wait yet. However long that takes, the day that it asks for does not end.
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(5));
                return late.IsCompleted;
            },
            "the answer comes");
        Assert.Equal(usual, await (await late).Content.ReadAsStringAsync(TestApp.Stop));
    }

    [Fact]
    public async Task A_timeout_never_answers_and_does_not_hold_the_stop_up()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.Timeout });
        using var patience = new CancellationTokenSource();
        var first = _app.Http.GetAsync("/v2/usercollection/sleep", patience.Token);
        var second = GetAsync("sleep");
        await Eventually.TrueAsync(() => _sandbox.Faults.Hits(FaultKind.Timeout) == 2, "the requests arrive");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(first.IsCompleted || second.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestApp.Stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => second);
    }

    [Fact]
    public async Task A_storm_of_429_says_when_it_ends_and_which_layer_it_is()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.RateLimit, Tier = "application", Delay = TimeSpan.FromSeconds(90) });
        var answer = await GetAsync("sleep");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(90), answer.Headers.RetryAfter!.Delta);
        Assert.Equal("application", answer.Headers.GetValues("X-RateLimit-Tier").Single());
    }

    [Fact]
    public async Task A_truncated_body_breaks_off_in_the_middle()
    {
        var whole = await (await GetAsync("sleep")).Content.ReadAsByteArrayAsync(TestApp.Stop);
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.TruncatedBody });
        using var answer = await _app.Http.GetAsync("/v2/usercollection/sleep", HttpCompletionOption.ResponseHeadersRead, TestApp.Stop);
        Assert.Equal((HttpStatusCode.OK, (long?)whole.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(async () => await (await answer.Content.ReadAsStreamAsync(TestApp.Stop)).CopyToAsync(read, TestApp.Stop));
        Assert.Equal(whole[..(whole.Length / 2)], read.ToArray());
    }

    [Fact]
    public async Task A_document_can_be_missing_the_first_time_it_is_asked_for()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.NotFoundAtFirst });
        var ids = (await _app.ListAsync("sleep?start_date=2026-01-05", _access)).Select(document => (string)document["id"]!).Take(3);
        foreach (var id in ids)
        {
            Assert.Equal(HttpStatusCode.NotFound, await _app.StatusAsync("sleep/" + id, _access));
            Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("sleep/" + id, _access));
        }
    }

    [Fact]
    public async Task The_admin_routes_turn_faults_on_and_off_and_count_requests()
    {
        var added = await _app.Http.PostAsJsonAsync("/admin/faults", new JsonObject { ["kind"] = "server_error", ["where"] = "/v2/", ["status"] = 500, ["share"] = 1.0 }, TestApp.Stop);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await GetAsync("sleep")).StatusCode);
        var list = JsonNode.Parse(await _app.Http.GetStringAsync("/admin/faults", TestApp.Stop))!.AsArray();
        Assert.Equal(("server_error", 1), ((string?)list[0]!["kind"], (int)list[0]!["hits"]!));
        Assert.Equal(HttpStatusCode.NoContent, (await _app.Http.DeleteAsync("/admin/faults", TestApp.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("sleep")).StatusCode);

        var requests = JsonNode.Parse(await _app.Http.GetStringAsync("/admin/requests?token=" + _access, TestApp.Stop))!;
        Assert.Equal((1, 0), ((int)requests["total"]!, (int)requests["refused"]!));
    }

    [Theory]
    [InlineData("""{"kind":"earthquake"}""")]
    [InlineData("""{"kind":"latency","share":2}""")]
    [InlineData("""{"kind":"server_error","status":404}""")]
    [InlineData("""{"kind":"latency","delai":"00:00:01"}""")]
    [InlineData("not json")]
    public async Task A_fault_that_makes_no_sense_is_refused(string body)
    {
        var answer = await _app.Http.PostAsync("/admin/faults", new StringContent(body), TestApp.Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_sandbox.Faults.Active);
    }

    [Fact]
    public async Task Without_the_setting_there_are_no_admin_routes()
    {
        await using var plain = await TestSandbox.StartAsync(_clock);
        using var app = new TestApp(plain);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/admin/faults", TestApp.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.PostAsJsonAsync("/admin/faults", new { kind = "timeout" }, TestApp.Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/admin/requests", TestApp.Stop)).StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string kind) => _app.Http.GetAsync("/v2/usercollection/" + kind, TestApp.Stop);
}
