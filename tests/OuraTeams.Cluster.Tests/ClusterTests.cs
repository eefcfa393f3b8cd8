using System.Net;

namespace OuraTeams.Cluster.Tests;

/// <summary>Processes of the platform over one Redis, all of them and each role by itself.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Three_silos_over_one_Redis_are_one_platform()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();

        await cluster.IsRightAsync();
    }

    [Fact]
    public async Task Roles_apart_are_one_platform_and_intake_takes_events_without_a_silo()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 2, Intakes = 1, Gateways = 1, Members = 6 });
        ClusterNode intake = cluster.Intakes.Single();
        ClusterNode gateway = cluster.Gateways.Single();

        // No silo yet: intake is ready and takes events, the gateway waits.
        await intake.StartAsync();
        gateway.Start();
        string person = cluster.People[0].Id;
        using (HttpResponseMessage answer = await cluster.Deliveries.SendAsync(Deliveries.Event("create", "daily_sleep", "before", person)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var http = new HttpClient();
        using (HttpResponseMessage join = await http.GetAsync(new Uri(intake.Settings.Http, $"/join/club/{Guid.NewGuid()}/secret")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, join.StatusCode);
        }

        await Eventually.HoldsAsync(async () => await StatusAsync(http, gateway, "/health/started") == HttpStatusCode.OK, "the gateway has started");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(http, gateway, "/health/ready"));

        foreach (ClusterNode silo in cluster.Silos)
        {
            silo.Start();
        }

        await Task.WhenAll(cluster.Nodes.Select(node => node.ReadyAsync()));
        await cluster.JoinAsync(cluster.People);
        await cluster.IsRightAsync();

        // Each listens to what it is for, and to nothing else.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, cluster.Silos[0], "/webhooks/oura/main"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, gateway, "/webhooks/oura/main"));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(intake.Settings.Grpc));
        foreach (ClusterNode node in cluster.Nodes)
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(node.Settings.Admin, "/health/live"))).StatusCode);

            // A Redis that is slow for a moment counts as away.
            await Eventually.HoldsAsync(
                async () => (await http.GetAsync(new Uri(node.Settings.Admin, "/health/ready"))).StatusCode == HttpStatusCode.OK, $"{node.Name} is ready");
        }

        foreach (ClusterNode node in cluster.Nodes.Reverse())
        {
            Assert.Equal(0, await node.StopAsync());
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, ClusterNode node, string path)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(node.Settings.Http, path));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
