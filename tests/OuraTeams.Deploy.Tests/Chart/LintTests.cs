namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>Helm's own judgement of the chart.</summary>
public sealed class LintTests
{
    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Helm_lint_finds_nothing(string name) =>
        Assert.Contains("0 chart(s) failed", (await Tool.HelmAsync("lint", "--strict", Repository.Chart, "-f", Rendering.ValuesOf(name))).Succeeded(), StringComparison.Ordinal);

    [Fact]
    public async Task The_package_renders_what_the_folder_renders()
    {
        using var folder = new TemporaryFolder();
        (await Tool.HelmAsync("package", Repository.Chart, "--destination", folder.Path)).Succeeded();
        string package = Assert.Single(Directory.GetFiles(folder.Path, "ourateams-*.tgz"));
        string[] everything = ["-f", Rendering.ValuesOf("enterprise"), "--set", "monitoring.prometheusRule.enabled=true,monitoring.dashboards.enabled=true"];
        string packed = (await Tool.HelmAsync(["template", "teams", package, .. everything])).Succeeded();
        Assert.Equal((await Tool.HelmAsync(["template", "teams", Repository.Chart, .. everything])).Succeeded(), packed);
        Assert.Contains("kind: PrometheusRule", packed, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Kubectl_reads_every_object_and_finds_none_twice(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("all.yaml"), rendering.Yaml);
        await File.WriteAllTextAsync(folder.At("kustomization.yaml"), "resources: [all.yaml]\n");
        string built = (await Tool.KubectlAsync("kustomize", folder.Path)).Succeeded();
        Assert.Equal(rendering.Objects.Count, (await Rendering.ReadAsync(built)).Objects.Count);
    }
}
