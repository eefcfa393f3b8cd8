using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Contracts;
using OuraTeams.Oura;
using OuraTeams.Sandbox;
using OuraTeams.Server;

namespace OuraTeams.EndToEnd;

/// <summary>The webhook subscriptions of an app over its life.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const int Pairs = 48;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-subscriptions-");
    private readonly FakeTimeProvider _ouraClock = new(TimeProvider.System.GetUtcNow().AddDays(-84));
    private OuraSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() =>
        _sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, Seed = 5, HistoryDays = 2 }, _ouraClock);

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task They_are_made_once_prolonged_a_week_ahead_and_follow_the_server_to_another_address()
    {
        IReadOnlyList<WebhookSubscription> first;
        await using (WebApplication server = await StartAsync())
        {
            first = await StandingAsync(server);
            Assert.Equal(Pairs, first.DistinctBy(subscription => (subscription.DataType, subscription.EventType)).Count());
            SubscriptionsReport again = await EnsureAsync(server);
            Assert.Equal((Pairs, 0, 0), (again.Standing, again.Created, again.Repaired));

            // Six days are left of ninety, by our clock; Oura's then goes on to today.
            _ouraClock.SetUtcNow(TimeProvider.System.GetUtcNow());
            Assert.Equal(Pairs, (await EnsureAsync(server)).Renewed);
            Assert.Equal(0, (await EnsureAsync(server)).Renewed);
            Assert.All(await StandingAsync(server), known => Assert.True(known.ExpirationTime > TimeProvider.System.GetUtcNow().AddDays(80)));
            await server.StopAsync();
        }

        await using WebApplication moved = await StartAsync();
        IReadOnlyList<WebhookSubscription> then = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                then = await StandingAsync(moved);
                return then.All(subscription => subscription.CallbackUrl != first[0].CallbackUrl);
            },
            "every subscription calls the new address");
        Assert.Equal(first.Select(subscription => subscription.Id).Order(), then.Select(subscription => subscription.Id).Order());
        await moved.StopAsync();
    }

    private static Task<SubscriptionsReport> EnsureAsync(WebApplication server) =>
        server.Services.GetRequiredService<IGrainFactory>().GetGrain<IWebhookSubscriptionsGrain>(ServerSettings.App).EnsureAsync();

    private static async Task<IReadOnlyList<WebhookSubscription>> StandingAsync(WebApplication server)
    {
        await EnsureAsync(server);
        return await server.Services.GetRequiredService<OuraApps>().Find(ServerSettings.App)!.Subscriptions.ListAsync(CancellationToken.None);
    }

    private async Task<WebApplication> StartAsync()
    {
        WebApplication server = ServerApplication.Build([], new ServerSettings(_sandbox, _folder.FullName).Values, TestLog.Configure);
        await server.StartAsync();
        return server;
    }
}
