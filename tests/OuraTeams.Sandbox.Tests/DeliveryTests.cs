using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = TestSandbox.Clock();
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;
    private CallbackServer _callback = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(_clock);
        _app = new TestApp(_sandbox);
        _callback = await CallbackServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _sandbox.DisposeAsync();
        await _callback.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_compact_has_five_members_and_is_signed()
    {
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);

        var delivery = Assert.Single(_callback.Deliveries);
        Assert.Equal("application/json", delivery.ContentType);
        Assert.Equal(["event_type", "data_type", "object_id", "event_time", "user_id"], delivery.Event.Select(member => member.Key));
        Assert.Equal(
            ("update", "daily_sleep", change.DocumentId, change.MemberId),
            ((string?)delivery.Event["event_type"], (string?)delivery.Event["data_type"], (string?)delivery.Event["object_id"], (string?)delivery.Event["user_id"]));
        Assert.DoesNotContain(' ', Encoding.UTF8.GetString(delivery.Body));
        var hmac = HMACSHA256.HashData("sandbox-secret"u8.ToArray(), (byte[])[.. Encoding.UTF8.GetBytes(delivery.Timestamp!), .. delivery.Body]);
        Assert.Equal(Convert.ToHexString(hmac), delivery.Signature);
        Assert.Equal((1, 0, 0), (_sandbox.Webhooks.Delivered, _sandbox.Webhooks.Failed, _sandbox.Webhooks.GivenUp));
    }

    [Fact]
    public async Task The_signature_is_what_openssl_makes_of_the_same_bytes()
    {
        await _app.ConnectAsync();
        await _app.SubscribeAsync(_callback.Address);
        _sandbox.Webhooks.Publish(new WorldChange(
            "d2789360-bd14-4da8-9c8b-19ffab010c13", "daily_sleep", "document-1", "update", new DateTimeOffset(2026, 1, 15, 12, 59, 30, 250, TimeSpan.FromHours(1))));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);

        // printf '%s' '1768478400{"event_type":"update","data_type":"daily_sleep","object_id":"document-1","event_time":"2026-01-15T11:59:30.250000+00:00","user_id":"d2789360-bd14-4da8-9c8b-19ffab010c13"}' | openssl dgst -sha256 -hmac sandbox-secret | tr a-f A-F
        var delivery = Assert.Single(_callback.Deliveries);
        Assert.Equal("""{"event_type":"update","data_type":"daily_sleep","object_id":"document-1","event_time":"2026-01-15T11:59:30.250000+00:00","user_id":"d2789360-bd14-4da8-9c8b-19ffab010c13"}""", Encoding.UTF8.GetString(delivery.Body));
        Assert.Equal("1768478400", delivery.Timestamp);
        Assert.Equal("5C8413DBD848C557990D737DE66BB1BAB36BC6C9EF0B7F67FDAD8763291DE57F", delivery.Signature);
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_with_its_first_timestamp_until_it_is_taken()
    {
        _callback.Status = before => before switch { 0 => 500, 1 => 401, 2 => 302, _ => 200 };
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);

        Assert.Equal(3, _callback.Deliveries.Count);
        Assert.Single(_callback.Deliveries.Select(delivery => (delivery.Timestamp, delivery.Signature)).Distinct());
        Assert.Equal((1, 2, 0), (_sandbox.Webhooks.Delivered, _sandbox.Webhooks.Failed, _sandbox.Webhooks.GivenUp));
    }

    [Fact]
    public async Task A_delivery_is_given_up_after_ten_retries()
    {
        _callback.Status = _ => 503;
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal(11, _callback.Deliveries.Count);
        Assert.Equal((0, 11, 1), (_sandbox.Webhooks.Delivered, _sandbox.Webhooks.Failed, _sandbox.Webhooks.GivenUp));
    }

    [Fact]
    public async Task By_default_the_retries_spread_over_about_an_hour()
    {
        var clock = new PauselessClock();
        await using var sandbox = await TestSandbox.StartAsync(clock, options => options.DeliveryRetryPause = new SandboxOptions().DeliveryRetryPause);
        using var app = new TestApp(sandbox);
        _callback.Status = _ => 500;
        await app.ConnectAsync();
        await app.SubscribeAsync(_callback.Address);
        sandbox.Webhooks.Publish(ReviseSleepScore(sandbox));
        await sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);

        Assert.Equal(1, sandbox.Webhooks.GivenUp);
        Assert.Equal(10, clock.Pauses.Count);
        Assert.Equal(clock.Pauses.Order(), clock.Pauses);
        Assert.Equal(TimeSpan.FromSeconds(2), clock.Pauses.First());
        Assert.InRange(clock.Pauses.Sum(pause => pause.TotalMinutes), 55, 65);
    }

    [Fact]
    public async Task An_answer_of_410_deletes_the_subscription()
    {
        _callback.Status = _ => 410;
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Single(_callback.Deliveries);
        Assert.Empty((await _app.WebhookAsync(HttpMethod.Get, "")).Body!.AsArray());
    }

    [Fact]
    public async Task An_answer_that_takes_more_than_ten_seconds_is_a_failure()
    {
        _callback.Before = _ => _callback.Deliveries.Count == 1 ? Task.Delay(Timeout.Infinite, TestApp.Stop) : Task.CompletedTask;
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change);
        await Eventually.TrueAsync(() => _callback.Deliveries.Count == 1, "the first attempt arrives");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal((1, 1), (_sandbox.Webhooks.Delivered, _sandbox.Webhooks.Failed));
    }

    [Fact]
    public async Task A_delivery_that_hangs_does_not_hold_the_others_up()
    {
        var released = new TaskCompletionSource();
        _callback.Before = hook => (string?)hook["object_id"] == "slow" ? released.Task : Task.CompletedTask;
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change with { DocumentId = "slow" });
        for (var i = 0; i < 100; i++)
        {
            _sandbox.Webhooks.Publish(change with { DocumentId = "quick " + i });
        }

        await Eventually.TrueAsync(() => _sandbox.Webhooks.Delivered == 100, "all others are delivered");
        released.SetResult();
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal(101, _sandbox.Webhooks.Delivered);
    }

    [Fact]
    public async Task Only_members_with_a_live_grant_have_events_and_only_where_type_and_time_match()
    {
        var change = await ConnectSubscribeAndReviseAsync();
        _sandbox.Webhooks.Publish(change with { MemberId = _sandbox.World.Members[1].Id });
        _sandbox.Webhooks.Publish(change with { EventType = "delete" });
        _sandbox.Webhooks.Publish(change with { DataType = "sleep" });

        var (access, refresh) = await _app.ConnectAsync(2);
        var revoked = await _app.Http.PostAsync(_app.RevokePath, new FormUrlEncodedContent([new("token", refresh)]), TestApp.Stop);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        _sandbox.Webhooks.Publish(change with { MemberId = _sandbox.World.Members[2].Id });

        _clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        _sandbox.Webhooks.Publish(change with { DocumentId = "in time" });
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _sandbox.Webhooks.Publish(change with { DocumentId = "expired" });
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);

        Assert.Equal("in time", (string?)Assert.Single(_callback.Deliveries).Event["object_id"]);
    }

    [Fact]
    public async Task Stopping_cancels_what_waits_for_a_retry()
    {
        var sandbox = await TestSandbox.StartAsync(_clock, options => options.DeliveryRetryPause = TimeSpan.FromHours(1));
        using var app = new TestApp(sandbox);
        _callback.Status = _ => 500;
        await app.ConnectAsync();
        await app.SubscribeAsync(_callback.Address);
        sandbox.Webhooks.Publish(ReviseSleepScore(sandbox));
        var idle = sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        await Eventually.TrueAsync(() => sandbox.Webhooks.Failed == 1, "the first attempt fails");
        Assert.False(idle.IsCompleted);
        await sandbox.DisposeAsync();
        await idle;
    }

    [Fact]
    public async Task The_live_simulation_syncs_the_members_who_have_a_grant_in_turn()
    {
        await using var sandbox = await TestSandbox.StartAsync(TimeProvider.System, options => options.SyncsPerSecond = 200);
        using var app = new TestApp(sandbox);
        await app.SubscribeAsync(_callback.Address, "update", "daily_activity");
        await app.ConnectAsync(1);
        await app.ConnectAsync(3);

        // The first one syncs alone until the second has a grant.
        string[] expected = [sandbox.World.Members[1].Id, sandbox.World.Members[3].Id];
        var members = _callback.Deliveries.Select(delivery => (string)delivery.Event["user_id"]!);
        await Eventually.TrueAsync(() => expected.All(member => members.Count(other => other == member) >= 10), "events of both come");
        Assert.Equal(expected.Order(StringComparer.Ordinal), members.Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<WorldChange> ConnectSubscribeAndReviseAsync()
    {
        await _app.ConnectAsync();
        Assert.Equal(HttpStatusCode.Created, (await _app.SubscribeAsync(_callback.Address)).Status);
        return ReviseSleepScore(_sandbox);
    }

    private static WorldChange ReviseSleepScore(OuraSandbox sandbox)
    {
        var document = sandbox.World.Documents(sandbox.World.Members[0].Id, "daily_sleep")[0];
        return sandbox.World.Revise(document.MemberId, document.Kind, document.Id);
    }
}
