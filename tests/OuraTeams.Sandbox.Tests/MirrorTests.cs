using System.Net;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

/// <summary>The routes under <c>/v2/sandbox/</c> (API.md 6).</summary>
public sealed class MirrorTests : IAsyncLifetime
{
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync();
        _app = new TestApp(_sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Any_authorization_opens_the_mirror_and_none_is_a_400()
    {
        foreach (var path in new[] { "sleep", "heartrate", "ring_configuration", "enhanced_tag" })
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, "whatever")).Status);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, "Bearer made-up")).Status);
            var (status, body) = await GetAsync(path, null);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.StartsWith("Missing auth token.", (string?)body["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_answers_what_production_answers_to_the_same_token_whatever_its_scopes()
    {
        var (access, _) = await _app.ConnectAsync(3);
        var (narrow, _) = await _app.ConnectAsync(3, "email");
        var production = await _app.ListAsync("sleep?start_date=2026-01-05", access);
        Assert.True(JsonNode.DeepEquals(new JsonArray([.. production.Select(document => document.DeepClone())]), (await GetAsync("sleep?start_date=2026-01-05", "Bearer " + narrow)).Body["data"]));
        var single = await GetAsync("sleep/" + production[0]["id"], "Bearer " + narrow);
        Assert.True(JsonNode.DeepEquals(production[0], single.Body));
    }

    [Fact]
    public async Task It_has_no_personal_info_no_fields_and_no_latest()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("personal_info", "any")).Status);
        var (_, sleep) = await GetAsync("sleep?start_date=2026-01-05&fields=type", "any");
        Assert.True(sleep["data"]![0]!.AsObject().Count > 20);
        var (_, rates) = await GetAsync("heartrate?latest=true", "any");
        Assert.True(rates["data"]!.AsArray().Count > 1);
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> GetAsync(string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/sandbox/usercollection/" + path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        var response = await _app.Http.SendAsync(request, TestApp.Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestApp.Stop))!.AsObject());
    }
}
