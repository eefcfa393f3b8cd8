namespace OuraTeams.Cluster.Tests;

/// <summary>Metrics of a cluster whose roles are apart: few, and without names, as those of one server.</summary>
public sealed class RolesApartTests(RolesApart roles) : IClassFixture<RolesApart>
{
    public static TheoryData<string> Nodes => ["intake-1", "silo-1", "silo-2", "gateway-1"];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Every_label_of_every_role_is_known_has_a_value_of_few_and_names_nobody(string node)
    {
        Assert.True(roles.Names.Count >= 4 * RolesApart.Many);
        Assert.Empty(MetricLabels.Strange(roles.WithMany[node]));
        Assert.Empty(roles.WithMany[node].Naming(roles.Names));
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public void Twenty_more_members_bring_less_than_a_series_each_to_a_role(string node)
    {
        IReadOnlyList<string> met = roles.WithMany[node].MetSince(roles.WithFew[node]);
        Assert.True(met.Count < RolesApart.Many - RolesApart.Few, string.Join('\n', met.Prepend($"{roles.WithFew[node].All.Count} and {met.Count} more")));
        Assert.InRange(roles.WithMany[node].All.Count, 100, 5_000);
    }
}
