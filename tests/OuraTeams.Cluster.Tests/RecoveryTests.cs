namespace OuraTeams.Cluster.Tests;

/// <summary>A silo that deals with the loss of another, and ends before it is done.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_leader_that_ends_in_the_middle_of_a_recovery_in_order_or_not_leaves_the_rest_to_the_next(bool inOrder)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(new ClusterShape { Silos = 3, Members = 2 });
        await cluster.IsRightAsync();
        ClusterNode lost = cluster.Silos[2];
        string loss = $":{lost.Settings.Values["Listen:SiloPort"]}@";
        await lost.KillAsync();
        ClusterNode[] left = [cluster.Silos[0], cluster.Silos[1]];
        await Eventually.HoldsAsync(() => Task.FromResult(left.Any(Recovers)), "a recovery begins");
        ClusterNode leader = left.Single(Recovers);
        ClusterNode next = left.Single(silo => silo != leader);
        Assert.DoesNotContain("from the loss of 1 silos has come to its end", After(leader), StringComparison.Ordinal);

        if (inOrder)
        {
            await leader.StopAsync();
        }
        else
        {
            await leader.KillAsync();
        }

        await Eventually.HoldsAsync(() => Task.FromResult(Recovers(next)), "the next one takes the recovery over");
        await Eventually.HoldsAsync(() => Task.FromResult(After(next).Contains("has come to its end", StringComparison.Ordinal)), "the recovery comes to its end");
        await cluster.IsRightAsync();

        bool Recovers(ClusterNode silo) => After(silo).Length > 0;

        string After(ClusterNode silo)
        {
            string output = silo.Output;
            string[] lines = output.Split('\n');
            int line = Array.FindIndex(lines, text => text.Contains("were lost", StringComparison.Ordinal) && text.Contains(loss, StringComparison.Ordinal));
            return line < 0 ? "" : string.Join('\n', lines[line..]);
        }
    }
}
