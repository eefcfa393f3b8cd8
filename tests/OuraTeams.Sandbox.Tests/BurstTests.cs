using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

/// <summary>Events as they really come: many at once, more than once, out of order, late or not at all.</summary>
public sealed class BurstTests : IAsyncLifetime
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
        await _app.ConnectAsync();
        foreach (var type in new[] { "create", "delete" })
        {
            await _app.SubscribeAsync(_callback.Address, type, "sleep");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _sandbox.DisposeAsync();
        await _callback.DisposeAsync();
    }

    [Fact]
    public async Task A_burst_delivers_every_event_as_often_as_asked_with_the_same_bytes()
    {
        var changes = Changes(100, "create");
        _sandbox.Webhooks.PublishBurst(changes, copies: 3);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        var bodies = _callback.Deliveries.GroupBy(delivery => Convert.ToHexString(delivery.Body)).ToList();
        Assert.Equal(100, bodies.Count);
        Assert.All(bodies, copies => Assert.Equal(3, copies.Count()));
    }

    [Fact]
    public async Task A_shuffled_burst_delivers_a_delete_before_its_create()
    {
        _sandbox.Webhooks.PublishBurst([.. Changes(50, "create"), .. Changes(50, "delete")], shuffleSeed: 4);
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        var order = _callback.Deliveries.Select(delivery => ((string)delivery.Event["object_id"]!, (string)delivery.Event["event_type"]!)).ToList();
        Assert.Equal(100, order.Distinct().Count());
        var early = Enumerable.Range(0, 50).Count(i => order.IndexOf(($"document {i}", "delete")) < order.IndexOf(($"document {i}", "create")));
        Assert.InRange(early, 10, 40);
    }

    [Fact]
    public async Task Events_can_be_lost_and_doubled()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.LostWebhook, Where = "sleep", Times = 4 });
        _sandbox.Webhooks.PublishBurst(Changes(10, "create"));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal(6, _callback.Deliveries.Count);

        _sandbox.Faults.Add(new Fault { Kind = FaultKind.DoubledWebhook, Times = 3 });
        _sandbox.Webhooks.PublishBurst(Changes(10, "create"));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal(6 + 13, _callback.Deliveries.Count);

        _sandbox.Faults.Add(new Fault { Kind = FaultKind.LostWebhook, Where = "daily_sleep" });
        _sandbox.Webhooks.PublishBurst(Changes(1, "create"));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal(20, _callback.Deliveries.Count);
    }

    [Fact]
    public async Task A_late_event_is_overtaken_by_those_after_it()
    {
        _sandbox.Faults.Add(new Fault { Kind = FaultKind.LateWebhook, Delay = TimeSpan.FromMinutes(10), Times = 1 });
        _sandbox.Webhooks.PublishBurst(Changes(5, "create"));
        await _sandbox.Webhooks.WhenQuietAsync(TestApp.Stop);
        Assert.Equal(4, _sandbox.Webhooks.Delivered);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await _sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Equal("document 0", (string?)_callback.Deliveries.Last().Event["object_id"]);
    }

    [Fact]
    public async Task Events_can_go_out_some_time_after_the_change()
    {
        await using var sandbox = await TestSandbox.StartAsync(_clock, options => options.DeliveryDelay = TimeSpan.FromSeconds(30));
        using var app = new TestApp(sandbox);
        await app.ConnectAsync();
        await app.SubscribeAsync(_callback.Address, "create", "sleep");
        sandbox.Webhooks.Publish(Changes(1, "create")[0]);

        // From then on it waits, and is not on its way yet: a delivery is given up when the clock jumps.
        await sandbox.Webhooks.WhenQuietAsync(TestApp.Stop);
        Assert.Empty(_callback.Deliveries);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await sandbox.Webhooks.WhenIdleAsync(TestApp.Stop);
        Assert.Single(_callback.Deliveries);
    }

    private WorldChange[] Changes(int count, string type) =>
        [.. Enumerable.Range(0, count).Select(i => new WorldChange(_sandbox.World.Members[0].Id, "sleep", $"document {i}", type, _clock.GetUtcNow()))];
}
