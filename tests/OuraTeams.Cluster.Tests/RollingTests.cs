using OuraTeams.Protocol.V1;

namespace OuraTeams.Cluster.Tests;

/// <summary>An upgrade: the silos of a cluster one by one, under load.</summary>
public sealed class RollingTests
{
    /// <summary>Folder of an older build of the server.</summary>
    private static readonly string? Older = Environment.GetEnvironmentVariable("OURATEAMS_OLDER_BUILD");

    [Fact]
    public Task Three_silos_are_restarted_one_by_one_and_nobody_notices() => RollAsync(AppContext.BaseDirectory);

    /// <summary>On demand: <c>tests/mixed-versions.sh</c>.</summary>
    [Fact(Explicit = true)]
    public Task Three_silos_of_an_older_build_are_replaced_one_by_one_and_nobody_notices() =>
        RollAsync(Older ?? throw new InvalidOperationException("OURATEAMS_OLDER_BUILD names no folder."));

    /// <summary>Starts three silos of a build, and replaces each by one of today's.</summary>
    private static async Task RollAsync(string build)
    {
        var settings = new Dictionary<string, string?> { ["Cluster:DrainDelay"] = "00:00:01" };
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 3, Members = 10, Settings = settings, Build = build });
        DateOnly day = cluster.World.Today.AddDays(-1);
        using var storm = new Storm(cluster, day);
        foreach (ClusterNode silo in cluster.Silos)
        {
            await storm.HasAcceptedAsync(20);
            Assert.Equal(0, await silo.StopAsync());
            await storm.HasAcceptedAsync(20);
            silo.Build = AppContext.BaseDirectory;
            await silo.StartAsync();
            await cluster.SummaryAsync(day);
        }

        await storm.HasAcceptedAsync(20);
        await storm.EndAsync();
        await cluster.IsRightAsync(day);
        Assert.Equal(0, storm.Refused);
        ListMembersResponse members = await cluster.Client.Teams.ListMembersAsync(
            new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, PageSize = 100 }, cluster.Client.Headers);
        Assert.Equal(cluster.People.Count, members.Members.Count);
        Assert.All(members.Members, member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
        ListDeadLettersResponse letters = await new QueueService.QueueServiceClient(cluster.Client.Channel).ListDeadLettersAsync(new ListDeadLettersRequest(), cluster.Client.Headers);
        Assert.Empty(letters.DeadLetters);
    }
}
