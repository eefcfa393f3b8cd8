using Microsoft.AspNetCore.WebUtilities;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

public sealed class OuraOAuthClientTests
{
    private const string Pair = """{"token_type":"bearer","access_token":"access-2","expires_in":86400,"refresh_token":"refresh-2"}""";

    private static readonly Uri Back = new("https://teams.example/oura/callback?org=a b");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_authorize_page_is_asked_for_a_code_with_PKCE()
    {
        using var http = new HttpClient();
        var client = new OuraOAuthClient(http, new OuraAppOptions
        {
            ClientId = "client 1",
            AuthorizeUrl = new Uri("https://moi.ouraring.com/oauth/v2/ext/oauth-authorize"),
            Scopes = "extapi:personal extapi:daily",
        });

        Uri url = await client.AuthorizeUrlAsync(Back, "state&=+/", "challenge-_", Cancellation);

        Assert.Equal("https://moi.ouraring.com/oauth/v2/ext/oauth-authorize", url.GetLeftPart(UriPartial.Path));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["response_type"] = "code",
                ["client_id"] = "client 1",
                ["redirect_uri"] = Back.AbsoluteUri,
                ["scope"] = "extapi:personal extapi:daily",
                ["state"] = "state&=+/",
                ["code_challenge"] = "challenge-_",
                ["code_challenge_method"] = "S256",
            },
            QueryHelpers.ParseQuery(url.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        Assert.DoesNotContain('+', url.Query);
    }

    [Fact]
    public async Task A_code_is_redeemed_with_the_verifier_and_the_credentials_of_the_app()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Pair));

        TokenPair pair = await oura.App.OAuth.ExchangeAsync("code+1", Back, "verifier-1", Cancellation);

        Assert.Equal(new TokenPair("access-2", "refresh-2", TimeSpan.FromDays(1), null), pair);
        Assert.Equal("POST", oura.Request.Method);
        Assert.Equal("/oauth/token", oura.Request.Path);
        Assert.Equal("application/x-www-form-urlencoded", oura.Request.Headers["Content-Type"]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = "code+1",
                ["redirect_uri"] = Back.AbsoluteUri,
                ["code_verifier"] = "verifier-1",
                ["client_id"] = ScriptedOura.ClientId,
                ["client_secret"] = ScriptedOura.ClientSecret,
            },
            oura.Request.Form);
    }

    [Fact]
    public async Task A_refresh_token_is_redeemed_for_a_new_pair()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Pair));

        TokenPair pair = await oura.App.OAuth.RefreshAsync("refresh/1+", Cancellation);

        Assert.Equal(("access-2", "refresh-2"), (pair.AccessToken, pair.RefreshToken));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = "refresh/1+",
                ["client_id"] = ScriptedOura.ClientId,
                ["client_secret"] = ScriptedOura.ClientSecret,
            },
            oura.Request.Form);
    }

    [Theory]
    [InlineData("""  ,"scope":"extapi:daily extapi:personal" """, new[] { "daily", "personal" })]
    [InlineData("""  ,"scope":"" """, new string[0])]
    [InlineData("""  ,"scope":null """, null)]
    [InlineData("", null)]
    public async Task Granted_scopes_are_read_bare_where_the_answer_names_them(string member, string[]? scopes)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Pair.Replace("}", member + "}", StringComparison.Ordinal)));

        Assert.Equal(scopes, (await oura.App.OAuth.RefreshAsync("refresh-1", Cancellation)).Scopes);
    }

    [Fact]
    public void A_pair_never_prints_its_tokens()
    {
        string text = new TokenPair("access-2", "refresh-2", TimeSpan.FromHours(1), ["daily"]).ToString();

        Assert.DoesNotContain("access-2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-2", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Refresh token is used."}""", OuraFailure.InvalidGrant)]
    [InlineData(401, """{"error":"invalid_grant"}""", OuraFailure.InvalidGrant)]
    [InlineData(400, """{"error":"invalid_request"}""", OuraFailure.Invalid)]
    [InlineData(401, """{"error":"invalid_client"}""", OuraFailure.Unauthorized)]
    [InlineData(400, "", OuraFailure.Invalid)]
    [InlineData(429, "", OuraFailure.RateLimited)]
    [InlineData(500, """{"error":"server_error"}""", OuraFailure.Unavailable)]
    [InlineData(502, "<html>", OuraFailure.Unavailable)]
    public async Task Only_invalid_grant_says_that_the_grant_is_dead(int status, string body, OuraFailure failure)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body, status));

        OuraException error = await FailureAsync(oura);

        Assert.Equal(failure, error.Failure);
        Assert.DoesNotContain("refresh-1", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedOura.ClientSecret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"refresh_token":"r","expires_in":3600}""")]
    [InlineData("""{"access_token":"","refresh_token":"r","expires_in":3600}""")]
    [InlineData("""{"access_token":null,"refresh_token":"r","expires_in":3600}""")]
    [InlineData("""{"access_token":"\ud800","refresh_token":"r","expires_in":3600}""")]
    public async Task An_answer_without_an_access_token_is_a_failure_of_Oura(string body)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Theory]
    [InlineData("""{"access_token":"a","expires_in":3600}""", "refresh-0", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":null,"expires_in":3600}""", "refresh-0", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"","expires_in":3600}""", "refresh-0", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":{},"expires_in":7200}""", "refresh-0", 7200)]
    [InlineData("""{"access_token":"a","refresh_token":"r"}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":null}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":"86400"}""", "r", 86400)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":" 86400 "}""", "r", 86400)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":"a day"}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":3600.5}""", "r", 3600.5)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":0}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":-1}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":0.001}""", "r", 1)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":1e300}""", "r", 31 * 86400)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":9223372036854775807}""", "r", 31 * 86400)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":"NaN"}""", "r", 3600)]
    [InlineData("""{"access_token":"a","refresh_token":"r","expires_in":60,"scope":"\ud800"}""", "r", 60)]
    public async Task A_pair_is_kept_as_far_as_the_answer_can_be_read(string body, string refreshToken, double seconds)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body));

        Assert.Equal(
            new TokenPair("a", refreshToken, TimeSpan.FromSeconds(seconds), null), await oura.App.OAuth.RefreshAsync("refresh-0", Cancellation));
    }

    [Fact]
    public async Task Scopes_may_be_a_list()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"access_token":"a","refresh_token":"r","expires_in":60,"scope":["daily","extapi:spo2"]}"""));

        Assert.Equal(["daily", "spo2"], (await oura.App.OAuth.RefreshAsync("refresh-0", Cancellation)).Scopes);
    }

    [Fact]
    public async Task A_refresh_whose_answer_is_lost_is_not_sent_again()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Pair), Answers.Broken);
        await oura.App.OAuth.RefreshAsync("refresh-0", Cancellation);

        // The connection of the first call is used again, where a handler might try a second time by itself.
        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
        Assert.Equal(["refresh-0", "refresh-1"], oura.Requests.Select(request => request.Form["refresh_token"]));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_refresh_that_is_sent_elsewhere_does_not_go_there(int status)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("", status, ("Location", "/elsewhere")), Answers.Json(Pair));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
        Assert.Single(oura.Requests);
    }

    private static Task<OuraException> FailureAsync(ScriptedOura oura) =>
        Assert.ThrowsAsync<OuraException>(() => oura.App.OAuth.RefreshAsync("refresh-1", Cancellation));
}
