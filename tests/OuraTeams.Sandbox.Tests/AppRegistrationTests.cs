using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

/// <summary>What the registration of an app decides, and what the newer portal has besides tokens.</summary>
public sealed class AppRegistrationTests
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();

    [Fact]
    public async Task Only_registered_redirect_addresses_are_taken_letter_by_letter()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options =>
        {
            options.RedirectUris.Add("http://app.example/other");
            options.RedirectUris.Add(TestApp.RedirectUri);
        });
        using var app = new TestApp(sandbox);
        await app.ConnectAsync();
        foreach (var uri in new[] { TestApp.RedirectUri + "2", "http://app.example/other/", "https://app.example/other", null })
        {
            var answer = await app.Http.GetAsync(QueryHelpers.AddQueryString(app.AuthorizePath, app.AuthorizeParameters(("redirect_uri", uri))), TestApp.Stop);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_single_registered_address_may_be_left_out_of_both_requests()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => options.RedirectUris.Add(TestApp.RedirectUri));
        using var app = new TestApp(sandbox);
        var code = await app.CodeAsync(0, null, ("redirect_uri", null));
        Assert.Equal(HttpStatusCode.OK, (await app.ExchangeAsync(code, ("redirect_uri", null))).Status);

        // What was named must be named again.
        Assert.Equal(HttpStatusCode.BadRequest, (await app.ExchangeAsync(await app.CodeAsync(), ("redirect_uri", null))).Status);
    }

    [Fact]
    public async Task The_eleventh_member_of_an_app_with_a_cap_of_ten_is_sent_back_with_an_error()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => (options.Members, options.UserCap) = (12, 10));
        using var app = new TestApp(sandbox);
        var waiting = await app.CodeAsync(11);
        var refresh = "";
        for (var member = 0; member < 10; member++)
        {
            (_, refresh) = await app.ConnectAsync(member);
        }

        var page = await app.ConsentPageAsync(("login_hint", sandbox.World.Members[10].Id));
        var back = await app.DecideAsync(page, "allow");
        Assert.Equal("access_denied", back["error"]);
        Assert.DoesNotContain("code", back.Keys);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.ExchangeAsync(waiting)).Status);
        await app.ConnectAsync(3);

        await app.Http.PostAsync(app.RevokePath, new FormUrlEncodedContent([new("token", refresh)]), TestApp.Stop);
        await app.ConnectAsync(10);
    }

    [Fact]
    public async Task A_personal_access_token_opens_its_members_data_for_ever()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options =>
        {
            options.PersonalAccessTokens.Add("FIRST");
            options.PersonalAccessTokens.Add("SECOND");
        });
        using var app = new TestApp(sandbox);
        _clock.Advance(TimeSpan.FromDays(400));
        var (_, info) = await app.GetAsync("personal_info", "SECOND");
        Assert.Equal((sandbox.World.Members[1].Id, sandbox.World.Members[1].Email), ((string?)info["id"], (string?)info["email"]));
        foreach (var kind in new[] { "sleep", "heartrate", "daily_resilience", "ring_configuration", "vO2_max" })
        {
            Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(kind, "FIRST"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync("sleep", "THIRD"));
    }

    [Fact]
    public async Task The_research_scope_is_for_partners_and_opens_the_heartbeats_of_version_1_29()
    {
        foreach (var partner in new[] { false, true })
        {
            await using var sandbox = await TestSandbox.StartAsync(_clock, options => (options.Generation, options.ResearchPartner) = (OuraGeneration.V129, partner));
            using var app = new TestApp(sandbox);
            var (access, _) = await app.ConnectAsync(0, "email research");
            Assert.Equal(partner ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await app.StatusAsync("interbeat_interval", access));
        }
    }

    [Fact]
    public async Task The_discovery_document_leads_to_addresses_that_work()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock);
        using var app = new TestApp(sandbox, currentPortal: true);
        var text = await app.Http.GetStringAsync("/oauth/v2/ext/oauth-anonymous/.well-known/openid-configuration", TestApp.Stop);
        var document = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(
            [new Uri(sandbox.Address, app.AuthorizePath).AbsoluteUri, new Uri(sandbox.Address, app.TokenPath).AbsoluteUri, new Uri(sandbox.Address, app.RevokePath).AbsoluteUri],
            new[] { "authorization_endpoint", "token_endpoint", "revocation_endpoint" }.Select(name => (string)document[name]!));
        Assert.Contains("S256", document["code_challenge_methods_supported"]!.AsArray().Select(method => (string)method!));
        Assert.Contains("extapi:daily", document["scopes_supported"]!.AsArray().Select(scope => (string)scope!));

        var (access, _) = await app.ConnectAsync(1, "extapi:daily");
        var alive = await InspectAsync(app, (string)document["introspection_endpoint"]!, access);
        Assert.Equal(
            (true, "extapi:daily", sandbox.World.Members[1].Id, _clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds()),
            ((bool)alive["active"]!, (string?)alive["scope"], (string?)alive["sub"], (long)alive["exp"]!));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("""{"active":false}""", (await InspectAsync(app, (string)document["introspection_endpoint"]!, access)).ToJsonString());
    }

    private static async Task<JsonObject> InspectAsync(TestApp app, string address, string token)
    {
        var response = await app.Http.PostAsync(address, new FormUrlEncodedContent([new("token", token), new("client_id", "sandbox-client"), new("client_secret", "sandbox-secret")]), TestApp.Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestApp.Stop))!.AsObject();
    }
}
