using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using OuraTeams.Protocol.V1;

namespace OuraTeams.Cluster.Tests;

/// <summary>SIGTERM under traffic.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_stop_drains_first_loses_no_accepted_event_and_sends_watchers_to_another_process()
    {
        // All that is looked at while it drains must fit into the delay, on a busy machine too.
        var settings = new Dictionary<string, string?> { ["Cluster:DrainDelay"] = "00:00:15", ["Cluster:ShutdownTimeout"] = "00:02:00" };
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 2, Members = 8, Settings = settings });
        await cluster.IsRightAsync();
        ClusterNode leaving = cluster.Silos[0];
        ClusterNode staying = cluster.Silos[1];
        DateOnly day = cluster.World.Today.AddDays(-1);

        // A watcher of the process that will leave.
        using var client = new Client(leaving.Settings, cluster.Token);
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> watch = client.Metrics.WatchTeamSummary(
            new WatchTeamSummaryRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, Day = $"{day:yyyy-MM-dd}" }, client.Headers);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));

        // Another one that reads nothing for now, so that the process is in the middle of telling it something.
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> slow = client.Metrics.WatchTeamSummary(
            new WatchTeamSummaryRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, Day = $"{day:yyyy-MM-dd}" }, client.Headers);

        using var storm = new Storm(cluster, day);
        await storm.HasAcceptedAsync(80);
        await leaving.Process.SignalAsync("TERM");

        // Not ready, and still at work.
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                using HttpResponseMessage ready = await http.GetAsync(new Uri(leaving.Settings.Http, "/health/ready"));
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            "the leaving process is not ready");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(leaving.Settings.Http, "/health/live"))).StatusCode);
        using (var channel = GrpcChannel.ForAddress(leaving.Settings.Grpc))
        {
            HealthCheckResponse health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
        }

        await client.SummaryAsync(TestCluster.Organization, TestCluster.Team, day);

        // The watcher is told so, and another process goes on.
        await IsSentAwayAsync(watch);
        await IsSentAwayAsync(slow);
        using var other = new Client(staying.Settings, cluster.Token);
        using AsyncServerStreamingCall<WatchTeamSummaryResponse> again = other.Metrics.WatchTeamSummary(
            new WatchTeamSummaryRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, Day = $"{day:yyyy-MM-dd}" }, other.Headers);
        Assert.True(await again.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(0, await leaving.Process.WaitAsync());
        await storm.HasAcceptedAsync(20);
        await storm.EndAsync();
        await cluster.IsRightAsync(day);
        Assert.Equal(0, storm.Refused);
    }

    private static async Task IsSentAwayAsync(AsyncServerStreamingCall<WatchTeamSummaryResponse> watch)
    {
        RpcException end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        Assert.True(end.StatusCode == StatusCode.Unavailable && end.Status.Detail.Contains("stopping", StringComparison.Ordinal), $"{end.Status}");
    }
}
