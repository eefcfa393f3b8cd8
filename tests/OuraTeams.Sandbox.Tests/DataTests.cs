using System.Net;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

public sealed class DataTests : IAsyncLifetime
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
    public async Task Without_a_header_a_data_route_answers_400_and_with_a_wrong_token_401()
    {
        foreach (var path in new[] { "personal_info", "sleep", "sleep/some-id" })
        {
            var (missing, body) = await _app.GetAsync(path, access: null);
            Assert.Equal(HttpStatusCode.BadRequest, missing);
            Assert.NotEmpty((string)body["detail"]!);
            var (wrong, wrongBody) = await _app.GetAsync(path, "not-a-token");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong);
            Assert.NotEmpty((string)wrongBody["detail"]!);
        }
    }

    [Fact]
    public async Task Personal_info_shows_what_the_scopes_open_and_always_the_id()
    {
        var member = _sandbox.World.Members[1];
        var (none, _) = await _app.ConnectAsync(1, "heartrate");
        var (_, bare) = await _app.GetAsync("personal_info", none);
        Assert.Equal(member.Id, (string?)bare["id"]);
        Assert.All(bare.Where(field => field.Key != "id"), field => Assert.Null(field.Value));

        var (all, _) = await _app.ConnectAsync(1, "personal email");
        var (_, full) = await _app.GetAsync("personal_info", all);
        Assert.Equal(
            (member.Age, member.Weight, member.Height, member.BiologicalSex, member.Email),
            ((int)full["age"]!, (double)full["weight"]!, (double)full["height"]!, (string)full["biological_sex"]!, (string)full["email"]!));
    }

    [Theory]
    [InlineData("daily", "daily_activity", "daily_readiness", "daily_sleep", "daily_stress", "sleep", "sleep_time", "rest_mode_period")]
    [InlineData("heartrate", "heartrate")]
    [InlineData("workout", "workout")]
    [InlineData("tag", "tag", "enhanced_tag")]
    [InlineData("session", "session")]
    [InlineData("spo2", "daily_spo2")]
    [InlineData("stress", "daily_resilience")]
    [InlineData("heart_health", "daily_cardiovascular_age", "vO2_max")]
    [InlineData("ring_configuration", "ring_configuration", "ring_battery_level")]
    public async Task A_scope_opens_its_routes_alone_and_a_missing_one_is_a_401_that_names_it(string scope, params string[] kinds)
    {
        string[] all = ["email", "personal", "daily", "heartrate", "workout", "tag", "session", "spo2", "stress", "heart_health", "ring_configuration"];
        var (only, _) = await _app.ConnectAsync(0, scope);
        var (others, _) = await _app.ConnectAsync(0, string.Join(' ', all.Except([scope])));
        foreach (var kind in kinds)
        {
            Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync(kind, only));
            foreach (var path in kind is "heartrate" or "ring_battery_level" ? [kind] : new[] { kind, kind + "/some-id" })
            {
                var (status, body) = await _app.GetAsync(path, others);
                Assert.Equal(HttpStatusCode.Unauthorized, status);
                Assert.Equal($"Token is not authorized access {scope} scope.", (string?)body["detail"]);
            }
        }
    }

    [Fact]
    public async Task A_lapsed_membership_is_a_403_on_every_data_route_until_it_is_renewed()
    {
        var (access, _) = await _app.ConnectAsync(2);
        var (other, _) = await _app.ConnectAsync(1);
        var member = _sandbox.World.Members[2].Id;
        _sandbox.World.SetMembership(member, active: false);
        Assert.False(_sandbox.World.HasMembership(member));
        foreach (var path in new[] { "personal_info", "sleep", "sleep/some-id", "heartrate", "ring_configuration" })
        {
            var (status, body) = await _app.GetAsync(path, access);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.NotEmpty((string)body["detail"]!);
            Assert.NotEqual(HttpStatusCode.Forbidden, await _app.StatusAsync(path, other));
        }

        _sandbox.World.SetMembership(member, active: true);
        Assert.Equal(HttpStatusCode.OK, await _app.StatusAsync("sleep", access));
    }

    [Theory]
    [InlineData("daily_sleep")]
    [InlineData("daily_readiness")]
    [InlineData("daily_activity")]
    [InlineData("sleep")]
    [InlineData("daily_stress")]
    [InlineData("daily_spo2")]
    [InlineData("daily_cardiovascular_age")]
    [InlineData("vO2_max")]
    [InlineData("sleep_time")]
    [InlineData("workout")]
    [InlineData("tag")]
    [InlineData("enhanced_tag")]
    [InlineData("ring_configuration")]
    public async Task A_document_of_the_list_is_found_by_its_id_but_not_with_another_members_token(string kind)
    {
        var (access, _) = await _app.ConnectAsync(0);
        var (stranger, _) = await _app.ConnectAsync(1);
        var listed = (await _app.ListAsync($"{kind}?start_date=2026-01-05", access))[0];
        var (status, found) = await _app.GetAsync($"{kind}/{listed["id"]}", access);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(JsonNode.DeepEquals(listed, found));

        foreach (var (path, token) in new[] { ($"{kind}/{listed["id"]}", stranger), ($"{kind}/{Guid.NewGuid()}", access), ($"{kind}/no-uuid", access) })
        {
            var (missing, body) = await _app.GetAsync(path, token);
            Assert.Equal(HttpStatusCode.NotFound, missing);
            Assert.NotEmpty((string)body["detail"]!);
        }
    }

    [Fact]
    public async Task A_route_that_is_not_there_is_a_404_with_detail()
    {
        var (access, _) = await _app.ConnectAsync();
        foreach (var path in new[] { "nothing", "Daily_sleep", "vo2_max", "heartrate/some-id", "interbeat_interval", "personal_info/some-id" })
        {
            var (status, body) = await _app.GetAsync(path, access);
            Assert.Equal((HttpStatusCode.NotFound, "Not Found"), (status, (string?)body["detail"]));
        }
    }

    [Theory]
    [InlineData("start_date=nonsense", "start_date")]
    [InlineData("end_date=2026-13-01", "end_date")]
    [InlineData("end_date=2026-01-01T00:00:00+02:00", "end_date")] // The plus sign is a space in a query.
    public async Task A_date_that_can_not_be_read_is_a_422_in_the_shape_of_FastAPI(string query, string parameter)
    {
        var (access, _) = await _app.ConnectAsync();
        var (status, body) = await _app.GetAsync("sleep?" + query, access);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var fault = Assert.Single(body["detail"]!.AsArray())!;
        Assert.Equal(["query", parameter], fault["loc"]!.AsArray().Select(part => (string)part!));
        Assert.NotEmpty((string)fault["msg"]!);
        Assert.NotEmpty((string)fault["type"]!);
    }

    [Fact]
    public async Task A_start_after_the_end_is_a_400()
    {
        var (access, _) = await _app.ConnectAsync();
        var (status, body) = await _app.GetAsync("sleep?start_date=2026-01-10&end_date=2026-01-09", access);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty((string)body["detail"]!);
        Assert.Empty(await _app.ListAsync("sleep?start_date=1&end_date=2", access));
    }

    [Fact]
    public async Task Fields_leaves_the_others_out()
    {
        var (access, _) = await _app.ConnectAsync();
        var document = (await _app.ListAsync("sleep?start_date=2026-01-05&fields=average_hrv,type", access))[0];
        Assert.Equal(["average_hrv", "day", "id", "type"], document.Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_generation_with_meta_has_it_in_every_document()
    {
        await using var older = await TestSandbox.StartAsync(set: options => options.Generation = OuraGeneration.V129);
        using var app = new TestApp(older);
        var (access, _) = await app.ConnectAsync();
        Assert.All(await app.ListAsync("sleep?start_date=2026-01-05", access), document => Assert.Equal(1, (int)document["meta"]!["version"]!));
        Assert.All(await _app.ListAsync("sleep?start_date=2026-01-05", (await _app.ConnectAsync()).Access), document => Assert.False(document.ContainsKey("meta")));
    }
}
