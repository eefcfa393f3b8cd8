using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.Cluster.Tests;

/// <summary>Intake and gateway while no silo is there: before the first, and after the last was killed.</summary>
public sealed class WithoutSiloTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Calls_end_with_UNAVAILABLE_deliveries_are_taken_and_all_goes_on_when_a_silo_comes()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Intakes = 1, Gateways = 1, Members = 2, HistoryDays = 5 });
        ClusterNode silo = cluster.Silos.Single();
        ClusterNode gateway = cluster.Gateways.Single();
        var health = new Health.HealthClient(cluster.Client.Channel);
        await cluster.Intakes.Single().StartAsync();
        gateway.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(gateway.Output.Contains("OuraTeams is up", StringComparison.Ordinal)), "the gateway has started");
        NotReached(await RefusalAsync(cluster));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);

        await silo.StartAsync();
        await gateway.ReadyAsync();

        await cluster.JoinAsync(cluster.People);
        await cluster.IsRightAsync();
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> watch = Watch(cluster);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        // Gone without a word. A call that meets it just then, and all that come later, end.
        await silo.KillAsync();
        Task end = UnavailableAsync(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        await Eventually.HoldsAsync(async () => IsNotReached(await RefusalAsync(cluster)), "the gateway knows");
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> late = Watch(cluster);
        NotReached(await UnavailableAsync(() => late.ResponseStream.MoveNext(CancellationToken.None)));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);
        SandboxDocument document = cluster.World.Documents(cluster.People[0].Id, "daily_activity").First(document => document.Day == cluster.World.Today.AddDays(-1));
        WorldChange change = cluster.World.Revise(document.MemberId, document.Kind, document.Id);
        using (HttpResponseMessage answer = await cluster.Deliveries.SendAsync(Deliveries.Event(change.EventType, change.DataType, change.DocumentId, change.MemberId)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await silo.StartAsync();
        await gateway.ReadyAsync();
        await cluster.IsRightAsync();
        await Eventually.HoldsAsync(
            async () => (await health.CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving, "the gateway serves");
        await end;
    }

    private static AsyncServerStreamingCall<WatchTeamSummaryResponse> Watch(TestCluster cluster) => cluster.Client.Metrics.WatchTeamSummary(
        new WatchTeamSummaryRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, Day = $"{cluster.World.Today.AddDays(-1):yyyy-MM-dd}" },
        cluster.Client.Headers,
        TimeProvider.System.GetUtcNow().UtcDateTime + Limit);

    private static Task<RpcException> RefusalAsync(TestCluster cluster) => UnavailableAsync(() => cluster.Client.Organizations.GetOrganizationAsync(
        new GetOrganizationRequest { OrganizationId = TestCluster.Organization }, cluster.Client.Headers, TimeProvider.System.GetUtcNow().UtcDateTime + Limit).ResponseAsync);

    /// <summary>Neither hangs until the deadline nor says INTERNAL.</summary>
    private static async Task<RpcException> UnavailableAsync(Func<Task> call)
    {
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        return refusal;
    }

    private static bool IsNotReached(RpcException refusal) => refusal.Status.Detail == "This server can't answer now; call again. No silo is reached.";

    private static void NotReached(RpcException refusal) => Assert.True(IsNotReached(refusal), refusal.Status.Detail);
}
