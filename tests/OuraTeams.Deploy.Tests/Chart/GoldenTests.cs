namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>What the chart renders, file for file.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Values_render_the_manifests_that_are_kept_beside_them(string name) =>
        await Repository.HoldsAsync(Repository.Beside("Chart", "golden", $"{name}.yaml"), (await Rendering.OfAsync(name)).Yaml);
}
