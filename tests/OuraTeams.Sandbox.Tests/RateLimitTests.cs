using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();

    [Fact]
    public async Task The_window_of_a_token_slides_and_a_refusal_carries_the_five_headers()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => options.RequestsPerToken = 3);
        using var app = new TestApp(sandbox);
        var (access, _) = await app.ConnectAsync();
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("personal_info", access));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("sleep", access));
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("sleep/none", access));

        using var refused = await GetAsync(app, access);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(3), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(("3", "300", "token"), (Header(refused, "X-RateLimit-Limit"), Header(refused, "X-RateLimit-Window"), Header(refused, "X-RateLimit-Tier")));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(3).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Header(refused, "X-RateLimit-Reset"));
        Assert.Contains("detail", await refused.Content.ReadAsStringAsync(TestApp.Stop), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.StatusAsync("personal_info", access));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("personal_info", access));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.StatusAsync("personal_info", access));
    }

    [Fact]
    public async Task Each_token_has_its_own_window_and_the_app_has_one_over_all()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => (options.RequestsPerToken, options.RequestsPerApp) = (4, 6));
        using var app = new TestApp(sandbox);
        var (first, refresh) = await app.ConnectAsync(0);
        var (second, _) = await app.ConnectAsync(1);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("personal_info", first));
        }

        using (var own = await GetAsync(app, first))
        {
            Assert.Equal("token", Header(own, "X-RateLimit-Tier"));
        }

        var (_, renewed) = await app.RefreshAsync(refresh);
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("personal_info", (string)renewed["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("personal_info", second));
        using var shared = await GetAsync(app, second);
        Assert.Equal(HttpStatusCode.TooManyRequests, shared.StatusCode);
        Assert.Equal(("application", "6"), (Header(shared, "X-RateLimit-Tier"), Header(shared, "X-RateLimit-Limit")));
    }

    [Fact]
    public async Task Of_many_requests_at_once_exactly_the_allowed_number_passes_and_the_log_counts_them()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => options.RequestsPerToken = 50);
        using var app = new TestApp(sandbox);
        var (access, _) = await app.ConnectAsync(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => app.StatusAsync("personal_info", access)));
        Assert.Equal(50, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(70, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal((120, 70), (sandbox.Requests.Of(access), sandbox.Requests.RefusedOf(access)));
        Assert.Equal((120, 70, 120), (sandbox.Requests.Total, sandbox.Requests.Refused, sandbox.Requests.OfMember(sandbox.World.Members[1].Id)));
        Assert.Equal((0, 0), (sandbox.Requests.Of("another"), sandbox.Requests.OfMember(sandbox.World.Members[0].Id)));
    }

    [Fact]
    public async Task By_default_a_token_has_5000_requests_in_five_minutes_and_the_mirrors_share_them()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock);
        using var app = new TestApp(sandbox);
        var (access, _) = await app.ConnectAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 5000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            using var answer = await GetAsync(app, access, number % 2 == 0 ? "/v2/usercollection/personal_info" : "/v2/sandbox/usercollection/ring_configuration");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.StatusAsync("personal_info", access));
        using var mirror = await GetAsync(app, access, "/v2/sandbox/usercollection/ring_configuration");
        Assert.Equal((HttpStatusCode.TooManyRequests, "5000"), (mirror.StatusCode, Header(mirror, "X-RateLimit-Limit")));
    }

    private static Task<HttpResponseMessage> GetAsync(TestApp app, string access, string path = "/v2/usercollection/personal_info")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return app.Http.SendAsync(request, TestApp.Stop);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
