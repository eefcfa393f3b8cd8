using OuraTeams.Protocol.V1;

namespace OuraTeams.Cluster.Tests;

/// <summary>An upgrade: the silos of a cluster one by one, under load.</summary>
public sealed class RollingTests
{
    [Fact]
    public async Task Three_silos_are_restarted_one_by_one_and_nobody_notices()
    {
        var settings = new Dictionary<string, string?> { ["Cluster:DrainDelay"] = "00:00:01" };
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 3, Members = 10, Settings = settings });
        DateOnly day = cluster.World.Today.AddDays(-1);
        using var storm = new Storm(cluster, day);
        foreach (ClusterNode silo in cluster.Silos)
        {
            await storm.HasAcceptedAsync(20);
            Assert.Equal(0, await silo.StopAsync());
            await storm.HasAcceptedAsync(20);
            await silo.StartAsync();
            await cluster.SummaryAsync(day);
        }

        await storm.HasAcceptedAsync(20);
        await storm.EndAsync();
        await cluster.IsRightAsync(day);
        Assert.Equal(0, storm.Refused);
        ListMembersResponse members = await cluster.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, PageSize = 100 }, cluster.Client.Headers);
        Assert.All(members.Members, member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
    }
}
