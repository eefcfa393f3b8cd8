using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests;

/// <summary>What is left in Redis of a ring that was disconnected and forgotten.</summary>
public sealed class ForgettingTests
{
    [Fact]
    public async Task Forgetting_leaves_nothing_of_the_Oura_user_in_any_key_or_value()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 1, Members = 2, HistoryDays = 5 });
        await cluster.IsRightAsync();
        await using ConnectionMultiplexer redis = await cluster.Redis.ConnectAsync();
        (SandboxMember leaver, SandboxMember other) = (cluster.People[0], cluster.People[1]);
        SandboxDocument activity = cluster.World.Documents(leaver.Id, "daily_activity").First(document => document.Day == cluster.World.Today.AddDays(-1));
        cluster.Sandbox.Webhooks.Publish(cluster.World.Revise(leaver.Id, "daily_activity", activity.Id));
        await cluster.IsRightAsync();
        Assert.NotEmpty(await KeysWithAsync(redis, leaver.Id));

        ListMembersResponse members = await cluster.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team }, cluster.Client.Headers);
        await cluster.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest
            {
                OrganizationId = TestCluster.Organization,
                TeamId = TestCluster.Team,
                MemberId = members.Members.Single(member => member.DisplayName == leaver.Name).MemberId,
            },
            cluster.Client.Headers);
        await Eventually.HoldsAsync(() => Task.FromResult(!cluster.Sandbox.HasGrant(leaver.Id)), "the grant is revoked");
        string[] left = [];
        await Eventually.HoldsAsync(async () => (left = await KeysWithAsync(redis, leaver.Id)).Length == 0, "no key and no value tells of them", seconds: 60);

        // The search finds who is still there.
        Assert.NotEmpty(await KeysWithAsync(redis, other.Id));
        Assert.Empty(left);
    }

    /// <summary>Keys whose name or value holds a word. Values are searched as Redis dumps them, uncompressed.</summary>
    private static async Task<string[]> KeysWithAsync(ConnectionMultiplexer redis, string word)
    {
        IServer server = redis.GetServer(redis.GetEndPoints().Single());
        await server.ConfigSetAsync("rdbcompression", "no");
        IDatabase database = redis.GetDatabase();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(word);
        var found = new List<string>();
        await foreach (RedisKey key in server.KeysAsync())
        {
            byte[] value = await database.KeyDumpAsync(key) ?? [];
            if (key.ToString().Contains(word, StringComparison.Ordinal) || value.AsSpan().IndexOf(bytes) >= 0)
            {
                found.Add(key.ToString());
            }
        }

        return [.. found];
    }
}
