using System.Text.Json;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

public sealed class DiscoveryTests
{
    private static readonly Uri Back = new("https://teams.example/oura/callback");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_discovery_document_leads_to_the_endpoints_and_is_read_once()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(404));
        oura.Answer = context => (context.Request.Path == "/ext/.well-known/openid-configuration"
            ? Answers.Json($$"""
                {"issuer":"x","authorization_endpoint":"{{oura.Url}}new/authorize?ui=1","token_endpoint":"{{oura.Url}}new/token","revocation_endpoint":"{{oura.Url}}new/revoke"}
                """)
            : Answers.Json("""{"access_token":"a","refresh_token":"r","expires_in":60}"""))(context);
        oura.Use(("Oura:Apps:main:DiscoveryUrl", new Uri(oura.Url, "/ext/.well-known/openid-configuration").AbsoluteUri));

        Uri authorize = await oura.App.OAuth.AuthorizeUrlAsync(Back, "s", "c", Cancellation);
        await oura.App.OAuth.ExchangeAsync("code", Back, "v", Cancellation);
        await oura.App.OAuth.RefreshAsync("r", Cancellation);
        await oura.App.OAuth.RevokeAsync("a", "r", Cancellation);

        Assert.StartsWith($"{oura.Url}new/authorize?ui=1&response_type=code&client_id=", authorize.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(
            ["/ext/.well-known/openid-configuration", "/new/token", "/new/token", "/new/revoke"],
            oura.Requests.Select(request => request.Path));

        // The new portal's way to end a grant goes with its discovery document.
        Assert.Equal(("r", "refresh_token"), (oura.Requests[^1].Form["token"], oura.Requests[^1].Form["token_type_hint"]));
    }

    [Fact]
    public async Task While_the_discovery_document_is_not_to_be_had_no_token_is_sent_anywhere()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(503));
        oura.Use(("Oura:Apps:main:DiscoveryUrl", new Uri(oura.Url, "/discovery").AbsoluteUri));

        Assert.Equal(OuraFailure.Unavailable, (await Assert.ThrowsAsync<OuraException>(() => oura.App.OAuth.RefreshAsync("r", Cancellation))).Failure);
        Assert.Equal(["/discovery"], oura.Requests.Select(request => request.Path));

        oura.Answer = context => (context.Request.Path == "/discovery"
            ? Answers.Json($$"""{"authorization_endpoint":"{{oura.Url}}a","token_endpoint":"{{oura.Url}}t"}""")
            : Answers.Json("""{"access_token":"a","refresh_token":"r2","expires_in":60}"""))(context);
        Assert.Equal("r2", (await oura.App.OAuth.RefreshAsync("r", Cancellation)).RefreshToken);
        Assert.Equal(OuraFailure.Invalid, (await Assert.ThrowsAsync<OuraException>(() => oura.App.OAuth.RevokeAsync("a", "r", Cancellation))).Failure);
    }

    [Theory]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t","revocation_endpoint":"https://a.example/r"}""", true)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t","revocation_endpoint":null}""", true)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t"}""", true)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"http://a.example/t"}""", false)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"/t"}""", false)]
    [InlineData("""{"authorization_endpoint":"file:///a","token_endpoint":"https://a.example/t"}""", false)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t","revocation_endpoint":"http://a.example/r"}""", false)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t","revocation_endpoint":5}""", false)]
    [InlineData("""{"authorization_endpoint":"https://a.example/a"}""", false)]
    [InlineData("""{"token_endpoint":"https://a.example/t"}""", false)]
    [InlineData("[]", false)]
    public void What_came_over_https_leads_to_https_and_both_addresses_are_needed(string json, bool usable) =>
        Assert.Equal(usable, OAuthEndpoints.From(JsonElement.Parse(json), new Uri("https://moi.example/.well-known/openid-configuration")) is not null);
}
