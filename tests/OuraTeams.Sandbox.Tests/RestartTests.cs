using System.Net;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "oura-sandbox-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restart_with_a_state_folder_goes_on_where_it_was()
    {
        var clock = TestSandbox.Clock();
        await using var callback = await CallbackServer.StartAsync();
        string access, refresh, spent, code, unusedCode, subscription, member;
        List<JsonObject> sleep, activity;
        WorldChange deleted;
        await using (var sandbox = await StartAsync(clock))
        {
            using var app = new TestApp(sandbox);
            member = sandbox.World.Members[0].Id;
            (_, spent) = await app.ConnectAsync();
            var (_, pair) = await app.RefreshAsync(spent);
            (access, refresh) = ((string)pair["access_token"]!, (string)pair["refresh_token"]!);
            code = await app.CodeAsync(1);
            unusedCode = await app.CodeAsync(2);
            await app.ExchangeAsync(code);
            subscription = (string)(await app.SubscribeAsync(callback.Address, "delete", "sleep")).Body!["id"]!;
            sandbox.World.Sync(member);
            sandbox.World.Sync(member);
            var documents = sandbox.World.Documents(member, "sleep");
            sandbox.World.Revise(member, "sleep", documents[3].Id);
            sandbox.World.Set(member, "sleep", documents[4].Id, "readiness.score", 12);
            deleted = sandbox.World.Delete(member, "sleep", documents[5].Id);
            sleep = Bodies(sandbox, member, "sleep");
            activity = Bodies(sandbox, member, "daily_activity");
        }

        clock.Advance(TimeSpan.FromMinutes(5));
        for (var start = 0; start < 2; start++)
        {
            await using var sandbox = await StartAsync(clock);
            using var app = new TestApp(sandbox);
            Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("sleep", access));
            Assert.Equal(subscription, (string?)(await app.WebhookAsync(HttpMethod.Get, "")).Body!.AsArray().Single()!["id"]);
            Equal(sleep, Bodies(sandbox, member, "sleep"));
            Equal(activity, Bodies(sandbox, member, "daily_activity"));
            Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("sleep/" + deleted.DocumentId, access));
            sandbox.Webhooks.Publish(deleted);
            await sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
            Assert.Equal(start + 1, callback.Deliveries.Count);
        }

        await using var last = await StartAsync(clock);
        using var lastApp = new TestApp(last);
        Assert.Equal(HttpStatusCode.BadRequest, (await lastApp.ExchangeAsync(code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await lastApp.ExchangeAsync(unusedCode)).Status);
        Assert.Equal(HttpStatusCode.OK, (await lastApp.RefreshAsync(refresh)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await lastApp.RefreshAsync(spent)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await lastApp.StatusAsync("sleep", access));
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_off_is_left_out_and_a_broken_one_before_stops_the_start()
    {
        var clock = TestSandbox.Clock();
        string access;
        await using (var sandbox = await StartAsync(clock))
        {
            using var app = new TestApp(sandbox);
            (access, _) = await app.ConnectAsync();
        }

        var journal = Directory.GetFiles(_folder).Single();
        await File.AppendAllTextAsync(journal, """{"$type":"grant-remo""", TestApp.Stop);
        await using (var sandbox = await StartAsync(clock))
        {
            using var app = new TestApp(sandbox);
            Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("sleep", access));
        }

        await File.WriteAllTextAsync(journal, "not json\n" + await File.ReadAllTextAsync(journal, TestApp.Stop), TestApp.Stop);
        var broken = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(clock));
        Assert.Contains("line 1", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_a_member_whom_a_smaller_world_no_longer_has_opens_nothing()
    {
        string access;
        await using (var sandbox = await StartAsync(TestSandbox.Clock()))
        {
            using var app = new TestApp(sandbox);
            (access, _) = await app.ConnectAsync(4);
        }

        await using var smaller = await TestSandbox.StartAsync(set: options => (options.StateFolder, options.Members) = (_folder, 4));
        using var smallerApp = new TestApp(smaller);
        Assert.Equal(HttpStatusCode.Unauthorized, await smallerApp.StatusAsync("personal_info", access));
        Assert.Equal(HttpStatusCode.Unauthorized, await smallerApp.StatusAsync("sleep", access));
    }

    [Fact]
    public async Task A_state_folder_of_another_seed_stops_the_start()
    {
        await (await StartAsync(TestSandbox.Clock())).DisposeAsync();
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(TestSandbox.Clock(), seed: 2));
        Assert.Contains("Sandbox:Seed", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Members")]
    [InlineData("Url")]
    [InlineData("PageSize")]
    public async Task A_setting_that_can_not_be_used_stops_the_start_with_its_name(string key)
    {
        Directory.CreateDirectory(_folder);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => TestSandbox.StartAsync(set: options =>
        {
            options.Members = key == "Members" ? 0 : 1;
            options.Url = key == "Url" ? "somewhere" : options.Url;
            options.PageSize = key == "PageSize" ? 0 : 1;
        }));
        Assert.Contains("Sandbox:" + key, refused.Message, StringComparison.Ordinal);
    }

    private Task<OuraSandbox> StartAsync(TimeProvider clock, int seed = 1) => TestSandbox.StartAsync(clock, options =>
    {
        options.StateFolder = _folder;
        options.Seed = seed;
    });

    private static List<JsonObject> Bodies(OuraSandbox sandbox, string member, string kind) =>
        [.. sandbox.World.Documents(member, kind).Select(document => document.Body)];

    private static void Equal(List<JsonObject> expected, List<JsonObject> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second)));
    }
}
