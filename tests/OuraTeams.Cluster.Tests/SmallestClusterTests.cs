namespace OuraTeams.Cluster.Tests;

public sealed class SmallestClusterTests
{
    [Fact]
    public async Task Three_silos_over_one_Redis_are_one_platform()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();

        await cluster.IsRightAsync();
    }
}
