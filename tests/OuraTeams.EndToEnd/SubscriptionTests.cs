using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;
using WebhookSubscription = OuraTeams.Oura.Webhooks.WebhookSubscription;

namespace OuraTeams.EndToEnd;

/// <summary>The webhook subscriptions of an app over its life.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const int Pairs = 48;
    private const int Rounds = 10;
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

    [Fact]
    public async Task A_new_verification_token_reaches_each_of_them_once_and_nothing_is_lost_meanwhile()
    {
        await using OuraSandbox sandbox = await OuraSandbox.StartAsync(
            new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, Seed = 5, HistoryDays = 5, DeliveryRetryPause = TimeSpan.FromMilliseconds(200) });
        var settings = new ServerSettings(sandbox, _folder.FullName);
        IReadOnlyList<WebhookSubscription> first;
        await using (WebApplication server = await StartAsync(settings))
        {
            using var client = new Client(settings);
            await Members.JoinAllAsync(client, SmallPlatform.Organization, SmallPlatform.Team, sandbox.World.Members);
            first = await StandingAsync(server);
            Assert.All((await ViewAsync(client)).Subscriptions, subscription => Assert.Equal(1, subscription.VerificationGeneration));
            await server.StopAsync();
        }

        // Every third move fails, and in the middle of it all the server starts anew.
        settings.Values["Webhooks:VerificationGeneration"] = "2";
        settings.Values["Webhooks:CheckPeriod"] = "1.00:00:00";
        sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/v2/webhook/subscription/", Share = 0.4 });
        long moved = 0;
        using var token = new HttpClient();
        for (int start = 0; start < 2; start++)
        {
            await using WebApplication server = await StartAsync(settings);
            using var client = new Client(settings);
            foreach ((int generation, HttpStatusCode status) in new[] { (1, HttpStatusCode.OK), (2, HttpStatusCode.OK), (3, HttpStatusCode.Unauthorized) })
            {
                string text = WebhookVerification.Token(server.Services.GetRequiredService<OuraApps>().All.Single(), generation);
                using HttpResponseMessage answer = await token.GetAsync(new Uri(settings.Http, $"/webhooks/oura/{ServerSettings.App}?verification_token={text}&challenge=x"));
                Assert.Equal(status, answer.StatusCode);
            }

            await Eventually.HoldsAsync(
                async () =>
                {
                    Publish(sandbox);
                    await EnsureAsync(server);
                    int now = (await ViewAsync(client)).Subscriptions.Count(subscription => subscription.VerificationGeneration == 2);
                    Assert.True(now >= moved);
                    moved = now;
                    return moved >= (start == 0 ? 5 : Pairs);
                },
                "they are moved");
            if (start == 1)
            {
                sandbox.Faults.Clear();
                Assert.Equal((Pairs, 0), ((await EnsureAsync(server)).Standing, (await EnsureAsync(server)).Repaired));
                GetSubscriptionsResponse view = await ViewAsync(client);
                Assert.Equal(2, view.VerificationGeneration);
                Assert.All(view.Subscriptions, subscription => Assert.Equal((true, ""), (subscription.Standing, subscription.Problem)));
                Assert.Equal(first.Select(known => known.Id).Order(), (await StandingAsync(server)).Select(known => known.Id).Order());
                await Truth.HoldsAsync(sandbox.World, sandbox.World.Members, () => client.SummaryAsync(SmallPlatform.Organization, SmallPlatform.Team, sandbox.World.Today.AddDays(-1)));
            }

            await server.StopAsync();
        }

        await sandbox.Webhooks.WhenIdleAsync(CancellationToken.None);
        Assert.Equal(0, sandbox.Webhooks.GivenUp);
    }

    [Fact]
    public async Task Two_activations_that_check_at_once_make_each_of_them_once()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        IGrainStorage storage = platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage);
        await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IWebhookSubscriptionsGrain>(app.Name).EnsureAsync();
        (int conflicts, int leftAlone) = (0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            foreach (WebhookSubscription old in await app.Subscriptions.ListAsync(null, CancellationToken.None))
            {
                await app.Subscriptions.DeleteAsync(old.Id, CancellationToken.None);
            }

            SubscriptionsReport[] reports = round % 2 == 0 ? await TogetherAsync(round) : await WithinAsync(round);

            // One did it all; the other ended, or left it alone.
            Assert.Equal(Pairs, reports.Sum(report => report.Created));
            Assert.DoesNotContain(reports, report => report.Missing.Any(missing => missing.Contains("There is a subscription", StringComparison.Ordinal)));
            leftAlone += reports.Count(report => report.Missing.Any(missing => missing.Contains("another check", StringComparison.Ordinal)));
            IReadOnlyList<WebhookSubscription> standing = await app.Subscriptions.ListAsync(null, CancellationToken.None);
            Assert.Equal((Pairs, Pairs), (standing.Count, standing.DistinctBy(known => (known.DataType, known.EventType)).Count()));
        }

        // They met in every round, in both ways.
        Assert.Equal((Rounds / 2, Rounds / 2), (conflicts, leftAlone));

        // Both have read before either writes: the second write is refused.
        async Task<SubscriptionsReport[]> TogetherAsync(int round)
        {
            DetachedState<SubscriptionsState>[] states = [await ReadAsync(round), await ReadAsync(round)];
            return await Task.WhenAll(states.Select(state => CheckAsync(state, state.WriteStateAsync)));
        }

        // The second one reads once the first has stored that it is at work.
        async Task<SubscriptionsReport[]> WithinAsync(int round)
        {
            DetachedState<SubscriptionsState> state = await ReadAsync(round);
            SubscriptionsReport? second = null;
            SubscriptionsReport first = await CheckAsync(state, async () =>
            {
                await state.WriteStateAsync();
                if (second is null)
                {
                    DetachedState<SubscriptionsState> other = await ReadAsync(round);
                    second = await CheckAsync(other, other.WriteStateAsync);
                }
            });
            return [first, second!];
        }

        async Task<DetachedState<SubscriptionsState>> ReadAsync(int round)
        {
            var state = new DetachedState<SubscriptionsState>(storage, "subscriptions", GrainId.Create(Names.WebhookSubscriptions, $"split-{round}"));
            await state.ReadStateAsync();
            return state;
        }

        async Task<SubscriptionsReport> CheckAsync(DetachedState<SubscriptionsState> state, Func<Task> write)
        {
            var options = new WebhookOptions { PublicUrl = platform.Settings.Http };
            try
            {
                return await new SubscriptionKeeper(app, options, state, write, TimeProvider.System).EnsureAsync();
            }
            catch (InconsistentStateException)
            {
                // As the runtime would have it: the activation that wrote second ends.
                Interlocked.Increment(ref conflicts);
                return new SubscriptionsReport { Standing = 0, Created = 0, Missing = [], Repaired = 0, Renewed = 0, Removed = 0 };
            }
        }
    }

    [Fact]
    public async Task Only_what_the_scopes_open_is_subscribed_to_and_what_is_missing_is_told_with_its_reason()
    {
        var settings = new ServerSettings(_sandbox, _folder.FullName);
        settings.Values[$"Oura:Apps:{ServerSettings.App}:Scopes"] = "extapi:workout extapi:session";
        _ouraClock.SetUtcNow(TimeProvider.System.GetUtcNow());
        await using (WebApplication server = await StartAsync(settings))
        {
            using var client = new Client(settings);
            Assert.Equal(6, (await StandingAsync(server)).Count);
            GetSubscriptionsResponse view = await ViewAsync(client);
            Assert.Equal(["session", "workout"], view.Subscriptions.Select(subscription => subscription.DataType).Distinct().Order());
            Assert.All(view.Subscriptions, subscription => Assert.Equal((true, ""), (subscription.Standing, subscription.Problem)));
            Assert.All(view.Subscriptions, subscription => Assert.InRange(subscription.ExpireTime.ToDateTimeOffset() - view.CheckTime.ToDateTimeOffset(), TimeSpan.FromDays(89), TimeSpan.FromDays(91)));
            await server.StopAsync();
        }

        settings.Values[$"Oura:Apps:{ServerSettings.App}:Scopes"] = "workout session spo2";
        settings.Values["Webhooks:PublicUrl"] = $"http://127.0.0.1:{Ports.Free()}";
        await using WebApplication unreachable = await StartAsync(settings);
        using var again = new Client(settings);
        GetSubscriptionsResponse missing = null!;
        await EnsureAsync(unreachable);
        missing = await ViewAsync(again);
        Assert.Equal(9, missing.Subscriptions.Count);
        Assert.All(missing.Subscriptions, subscription => Assert.False(subscription.Standing));
        Assert.All(missing.Subscriptions, subscription => Assert.Contains("could not be reached", subscription.Problem, StringComparison.Ordinal));
        Assert.Equal(3, missing.Subscriptions.Count(subscription => subscription is { DataType: "daily_spo2", ExpireTime: null }));

        _sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/v2/webhook/subscription" });
        RpcException down = await Assert.ThrowsAsync<RpcException>(() => ViewAsync(again));
        Assert.Equal(StatusCode.Unavailable, down.StatusCode);
        await unreachable.StopAsync();
    }

    private static void Publish(OuraSandbox sandbox)
    {
        SandboxMember person = sandbox.World.Members[0];
        SandboxDocument document = sandbox.World.Documents(person.Id, "daily_activity").First(known => known.Day == sandbox.World.Today.AddDays(-1));
        sandbox.Webhooks.Publish(sandbox.World.Revise(person.Id, "daily_activity", document.Id));
    }

    private static async Task<GetSubscriptionsResponse> ViewAsync(Client client) =>
        await client.Fleet.GetSubscriptionsAsync(new GetSubscriptionsRequest { OuraApp = ServerSettings.App }, client.Headers);

    private static Task<SubscriptionsReport> EnsureAsync(WebApplication server) =>
        server.Services.GetRequiredService<IGrainFactory>().GetGrain<IWebhookSubscriptionsGrain>(ServerSettings.App).EnsureAsync();

    private static async Task<IReadOnlyList<WebhookSubscription>> StandingAsync(WebApplication server)
    {
        await EnsureAsync(server);
        return await server.Services.GetRequiredService<OuraApps>().Find(ServerSettings.App)!.Subscriptions.ListAsync(null, CancellationToken.None);
    }

    private async Task<WebApplication> StartAsync(ServerSettings? settings = null)
    {
        WebApplication server = ServerApplication.Build([], (settings ?? new ServerSettings(_sandbox, _folder.FullName)).Values, TestLog.Configure);
        await server.StartAsync();
        return server;
    }
}
