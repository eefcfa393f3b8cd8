using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class OAuthFlowTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.StartAsync(_clock);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData(false, "personal daily")]
    [InlineData(true, "extapi:personal extapi:daily")]
    public async Task A_member_consents_and_the_app_reads_their_data(bool currentPortal, string scopesInAnswers)
    {
        using var app = new TestApp(_sandbox, currentPortal);
        var verifier = new string('v', 43);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var member = _sandbox.World.Members[2];

        var page = await app.ConsentPageAsync(
            ("scope", "daily extapi:personal unheard_of"), ("login_hint", member.Email),
            ("code_challenge", challenge), ("code_challenge_method", "S256"));
        Assert.Equal(["personal", "daily"], Checkboxes(page).Select(box => box.Value));
        Assert.All(Checkboxes(page), box => Assert.True(box.IsChecked));
        var back = await app.DecideAsync(page, "allow");
        Assert.Equal("state & 1", back["state"]);
        Assert.Equal("1", back["app"]);
        Assert.Equal(scopesInAnswers, back["scope"]);

        var (status, tokens) = await app.ExchangeAsync(back["code"], ("code_verifier", verifier));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("bearer", (string?)tokens["token_type"]);
        Assert.Equal(86400, (int)tokens["expires_in"]!);
        Assert.Equal(scopesInAnswers, (string?)tokens["scope"]);

        var (_, info) = await app.GetAsync("personal_info", (string)tokens["access_token"]!);
        Assert.Equal(member.Id, (string?)info["id"]);
        Assert.Equal(member.Age, (int)info["age"]!);
        Assert.Null(info["email"]);
        Assert.NotEmpty(await app.ListAsync("daily_sleep?start_date=2026-01-01", (string)tokens["access_token"]!));
    }

    [Fact]
    public async Task Without_a_code_a_member_is_sent_back_with_a_token_of_30_days_behind_the_fragment_sign()
    {
        using var app = new TestApp(_sandbox);
        var fields = app.AuthorizeParameters(("response_type", "token"), ("requested_scope", "daily"), ("scope", "daily"), ("member", _sandbox.World.Members[1].Id), ("decision", "allow"));
        Assert.Equal("token", (await app.ConsentPageAsync(("response_type", "token"))).QuerySelector("input[name=response_type]")!.GetAttribute("value"));
        var answer = await app.Http.PostAsync(app.AuthorizePath, new FormUrlEncodedContent(fields), TestApp.Stop);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var back = QueryHelpers.ParseQuery(answer.Headers.Location!.Fragment[1..]).ToDictionary(entry => entry.Key, entry => entry.Value.ToString());
        Assert.Equal(("bearer", "2592000", "daily", "state & 1"), (back["token_type"], back["expires_in"], back["scope"], back["state"]));
        Assert.DoesNotContain("refresh_token", back.Keys);
        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("sleep", back["access_token"]));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync("sleep", back["access_token"]));
    }

    [Fact]
    public async Task A_plain_challenge_works_too()
    {
        using var app = new TestApp(_sandbox);
        var code = await app.CodeAsync(0, null, ("code_challenge", "the-verifier-itself"));
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code, ("code_verifier", "the-verifier-itself"))).Status);
    }

    [Fact]
    public async Task The_client_may_authenticate_with_http_basic()
    {
        using var app = new TestApp(_sandbox);
        app.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("sandbox-client:sandbox-secret")));
        var (status, _) = await app.ExchangeAsync(await app.CodeAsync(), ("client_id", null), ("client_secret", null));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_scope_that_the_member_unticks_is_not_granted()
    {
        using var app = new TestApp(_sandbox);
        var page = await app.ConsentPageAsync(("scope", "email personal daily"));
        Checkboxes(page).Single(box => box.Value == "daily").IsChecked = false;
        var back = await app.DecideAsync(page, "allow");
        Assert.Equal("email personal", back["scope"]);

        var (_, tokens) = await app.ExchangeAsync(back["code"]);
        var (status, body) = await app.GetAsync("daily_sleep", (string)tokens["access_token"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("Token is not authorized access daily scope.", (string?)body["detail"]);
    }

    [Fact]
    public async Task A_scope_that_was_not_asked_for_can_not_be_slipped_in()
    {
        using var app = new TestApp(_sandbox);
        var page = await app.ConsentPageAsync(("scope", "spo2Daily daily"));
        Checkboxes(page).Single().Value = "email";
        Assert.Equal("", (await app.DecideAsync(page, "allow"))["scope"]);
    }

    [Fact]
    public async Task Asking_for_no_scope_asks_for_all()
    {
        using var app = new TestApp(_sandbox);
        Assert.Equal(11, Checkboxes(await app.ConsentPageAsync()).Count());
        Assert.Empty(Checkboxes(await app.ConsentPageAsync(("scope", "spo2Daily"))));
    }

    [Fact]
    public async Task A_member_who_denies_sends_the_app_an_error_and_no_code()
    {
        using var app = new TestApp(_sandbox);
        var back = await app.DecideAsync(await app.ConsentPageAsync(), "deny");
        Assert.Equal("access_denied", back["error"]);
        Assert.Equal("state & 1", back["state"]);
        Assert.DoesNotContain("code", back.Keys);
    }

    [Theory]
    [InlineData("client_id", null, "client_id is missing")]
    [InlineData("client_id", "stranger", "client_id stranger is unknown")]
    [InlineData("redirect_uri", null, "redirect_uri is missing")]
    [InlineData("redirect_uri", "/relative", "is not an absolute http address")]
    [InlineData("redirect_uri", "javascript:alert(1)", "is not an absolute http address")]
    [InlineData("response_type", null, "response_type is missing")]
    [InlineData("response_type", "id_token", "response_type id_token is not supported")]
    public async Task A_request_that_can_not_be_trusted_is_a_page_and_no_redirect(string name, string? value, string says)
    {
        using var app = new TestApp(_sandbox);
        var parameters = app.AuthorizeParameters((name, value));
        var shown = await app.Http.GetAsync(QueryHelpers.AddQueryString(app.AuthorizePath, parameters), TestApp.Stop);
        var posted = await app.Http.PostAsync(app.AuthorizePath, new FormUrlEncodedContent([.. parameters, new("decision", "allow")]), TestApp.Stop);

        foreach (var response in new[] { shown, posted })
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains(says, (await TestApp.ParseAsync(response)).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_first_page_lists_the_members()
    {
        using var app = new TestApp(_sandbox);
        var page = await TestApp.ParseAsync(await app.Http.GetAsync("/", TestApp.Stop));
        Assert.All(_sandbox.World.Members, member => Assert.Contains(member.Name, page.Body!.TextContent, StringComparison.Ordinal));
    }

    private static IEnumerable<IHtmlInputElement> Checkboxes(IHtmlDocument page) =>
        page.QuerySelectorAll("input[type=checkbox][name=scope]").Cast<IHtmlInputElement>();
}
