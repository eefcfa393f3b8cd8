using OuraTeams.Protocol.V1;

namespace OuraTeams.Cluster.Tests;

/// <summary>The platform over a Redis that Sentinels watch.</summary>
public sealed class SentinelTests
{
    [Fact]
    public async Task Goes_on_without_a_restart_when_the_primary_is_killed_and_when_it_comes_back()
    {
        string[] documented = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cluster.md"));
        string user = documented.Single(line => line.StartsWith("ACL SETUSER ourateams ", StringComparison.Ordinal)).Replace("ACL SETUSER", "user", StringComparison.Ordinal);
        string sentinelUser = documented.Single(line => line.StartsWith("user ourateams", StringComparison.Ordinal));
        await using WatchedRedis redis = await WatchedRedis.StartAsync(RedisProgram.Redis, user, sentinelUser);
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape
        {
            Silos = 2,
            Members = 6,
            HistoryDays = 5,
            Settings = new Dictionary<string, string?>
            {
                ["Storage:Redis"] = $"{redis.Place},user=ourateams,password=password",
                ["Storage:Replicas"] = "1",
            },
        });
        await Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync()));
        await cluster.JoinAsync([.. cluster.People.SkipLast(1)]);
        using var storm = new Storm(cluster, cluster.World.Today.AddDays(-1));
        await storm.HasAcceptedAsync(50);

        RedisProcess primary = await redis.PrimaryAsync();
        await primary.KillAsync();
        await redis.AnotherThanAsync(primary);
        await storm.HasAcceptedAsync(50);

        // It comes back as the primary that it was, with data that is old by now.
        await primary.StartAgainAsync();
        await storm.HasAcceptedAsync(50);
        await WatchedRedis.IsReplicaAsync(primary);
        await storm.HasAcceptedAsync(50);
        await storm.EndAsync();

        // What is stored since then is stored well: nobody connects again, and somebody new can.
        Uri link = await Members.InviteAsync(cluster.Client, TestCluster.Organization, TestCluster.Team, cluster.People[^1].Name);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(link, cluster.People[^1])).Title);
        await cluster.IsRightAsync();
        ListMembersResponse members = await cluster.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team }, cluster.Client.Headers);
        Assert.Equal(6, members.Members.Count);
        Assert.All(members.Members, member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
        Assert.Equal(["config|get"], await redis.RefusedAsync());
        foreach (ClusterNode silo in cluster.Silos)
        {
            Assert.False(silo.Process.HasEnded);
            Assert.DoesNotContain("has no min-replicas-to-write", silo.Output, StringComparison.Ordinal);
            await silo.ReadyAsync();
        }
    }
}
