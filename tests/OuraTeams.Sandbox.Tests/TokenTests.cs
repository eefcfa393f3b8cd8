using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_clock);
        _app = new TestApp(_sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_code_works_once_and_its_second_use_ends_what_it_gave()
    {
        var code = await _app.CodeAsync();
        var (_, tokens) = await _app.ExchangeAsync(code);
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("personal_info", (string)tokens["access_token"]!));

        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(code));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("personal_info", (string)tokens["access_token"]!));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync((string)tokens["refresh_token"]!));
    }

    [Fact]
    public async Task A_code_lives_ten_minutes()
    {
        var inTime = await _app.CodeAsync();
        var late = await _app.CodeAsync();
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await _app.ExchangeAsync(inTime)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(late));
    }

    [Fact]
    public async Task A_code_is_bound_to_its_redirect_and_its_challenge_and_burns_when_they_do_not_match()
    {
        var code = await _app.CodeAsync();
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(code, ("redirect_uri", "http://other.example/")));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(code));

        (string, string?) challenge = ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        (string, string?) method = ("code_challenge_method", "S256");
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(await _app.CodeAsync(0, null, challenge, method)));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(await _app.CodeAsync(0, null, challenge, method), ("code_verifier", "wrong")));

        // The example of RFC 7636, appendix B.
        var (status, _) = await _app.ExchangeAsync(await _app.CodeAsync(0, null, challenge, method), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task The_other_portal_burns_a_code_and_refuses_a_refresh()
    {
        using var other = new TestApp(_sandbox, currentPortal: true);
        var code = await _app.CodeAsync();
        Refused(HttpStatusCode.Unauthorized, "invalid_client", await other.ExchangeAsync(code));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync(code));

        var (_, refresh) = await _app.ConnectAsync();
        Refused(HttpStatusCode.BadRequest, "invalid_request", await other.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.OK, (await _app.RefreshAsync(refresh)).Status);
    }

    [Fact]
    public async Task A_wrong_client_is_refused_and_burns_nothing()
    {
        var code = await _app.CodeAsync();
        Refused(HttpStatusCode.Unauthorized, "invalid_client", await _app.ExchangeAsync(code, ("client_secret", "wrong")));
        Refused(HttpStatusCode.Unauthorized, "invalid_client", await _app.ExchangeAsync(code, ("client_id", "wrong")));
        Refused(HttpStatusCode.Unauthorized, "invalid_client", await _app.ExchangeAsync(code, ("client_id", null)));
        Assert.Equal(HttpStatusCode.OK, (await _app.ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task A_token_request_that_makes_no_sense_is_named()
    {
        Refused(HttpStatusCode.BadRequest, "invalid_request", await _app.TokenAsync());
        Refused(HttpStatusCode.BadRequest, "unsupported_grant_type", await _app.TokenAsync(("grant_type", "password")));
        Refused(HttpStatusCode.BadRequest, "invalid_request", await _app.TokenAsync(("grant_type", "refresh_token")));
        Refused(HttpStatusCode.BadRequest, "invalid_request", await _app.TokenAsync(("grant_type", "authorization_code")));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.ExchangeAsync("made up"));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync("made up"));
    }

    [Fact]
    public async Task A_refresh_rotates_both_tokens_and_an_access_token_is_none_for_refreshing()
    {
        var (access, refresh) = await _app.ConnectAsync();
        var (status, next) = await _app.RefreshAsync(refresh);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(access, (string?)next["access_token"]);
        Assert.NotEqual(refresh, (string?)next["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("daily_sleep", (string)next["access_token"]!));

        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync((string)next["access_token"]!));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("daily_sleep", (string)next["refresh_token"]!));
    }

    [Fact]
    public async Task A_second_use_of_a_refresh_token_ends_the_whole_grant()
    {
        var (_, refresh) = await _app.ConnectAsync();
        var (_, next) = await _app.RefreshAsync(refresh);
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("daily_sleep", (string)next["access_token"]!));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync((string)next["refresh_token"]!));
    }

    [Fact]
    public async Task With_a_race_window_a_second_use_within_it_merely_fails()
    {
        _sandbox.Options.RefreshRaceWindow = TimeSpan.FromSeconds(10);
        var (_, refresh) = await _app.ConnectAsync();
        var (_, next) = await _app.RefreshAsync(refresh);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("daily_sleep", (string)next["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await _app.RefreshAsync((string)next["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task With_a_race_window_a_later_second_use_ends_the_whole_grant()
    {
        _sandbox.Options.RefreshRaceWindow = TimeSpan.FromSeconds(10);
        var (access, refresh) = await _app.ConnectAsync();
        var (_, next) = await _app.RefreshAsync(refresh);
        _clock.Advance(TimeSpan.FromSeconds(11));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync(refresh));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync((string)next["refresh_token"]!));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("daily_sleep", (string)next["access_token"]!));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("daily_sleep", access));
    }

    [Fact]
    public async Task Of_200_concurrent_refreshes_with_one_token_exactly_one_succeeds_and_its_tokens_work()
    {
        _sandbox.Options.RefreshRaceWindow = TimeSpan.FromSeconds(10);
        var (_, refresh) = await _app.ConnectAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _app.RefreshAsync(refresh)));
        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => Refused(HttpStatusCode.BadRequest, "invalid_grant", answer));
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("daily_sleep", (string)winner.Body["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await _app.RefreshAsync((string)winner.Body["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task An_access_token_expires_when_it_said()
    {
        var (access, refresh) = await _app.ConnectAsync();
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("daily_sleep", access));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var (status, body) = await _app.GetAsync("daily_sleep", access);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.DoesNotContain("scope", (string?)body["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _app.RefreshAsync(refresh)).Status);
    }

    [Theory]
    [InlineData("form")]
    [InlineData("query")]
    [InlineData("header")]
    [InlineData("get")]
    public async Task Revoking_any_token_in_any_form_ends_the_whole_grant(string form)
    {
        var (access, refresh) = await _app.ConnectAsync();
        var (otherGrant, _) = await _app.ConnectAsync();
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(_app, form, form == "form" ? refresh : access));
        Assert.Equal(HttpStatusCode.Unauthorized, await _app.StatusAsync("personal_info", access));
        Refused(HttpStatusCode.BadRequest, "invalid_grant", await _app.RefreshAsync(refresh));
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("personal_info", otherGrant));

        Assert.Equal(HttpStatusCode.Unauthorized, await RevokeAsync(_app, form, access));
        using var current = new TestApp(_sandbox, currentPortal: true);
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(current, form, access));
    }

    private static async Task<HttpStatusCode> RevokeAsync(TestApp app, string form, string token)
    {
        using var request = new HttpRequestMessage(form == "get" ? HttpMethod.Get : HttpMethod.Post, app.RevokePath + (form is "query" or "get" ? "?access_token=" + token : ""));
        request.Content = form == "form"
            ? new FormUrlEncodedContent([new("token", token), new("client_id", "sandbox-client"), new("client_secret", "sandbox-secret")])
            : null;
        request.Headers.Authorization = form == "header" ? new AuthenticationHeaderValue("Bearer", token) : null;
        return (await app.Http.SendAsync(request, TestApp.Stop)).StatusCode;
    }

    private static void Refused(HttpStatusCode status, string error, (HttpStatusCode Status, JsonObject Body) answer)
    {
        Assert.Equal((status, error), (answer.Status, (string?)answer.Body["error"]));
        Assert.NotEmpty((string)answer.Body["error_description"]!);
    }
}
