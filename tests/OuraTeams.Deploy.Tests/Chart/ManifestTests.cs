namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>Helm passes a misspelt field; two validators that see different faults do not.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_rendered_object_is_one_that_Kubernetes_takes(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name, "monitoring.prometheusRule.enabled=true");
        Assert.Empty(StrictYaml.Faults(rendering.Yaml, out int read));
        Assert.Equal(rendering.Objects.Count, read);
        Assert.Empty(await KubernetesModels.FaultsAsync(rendering));
    }

    [Theory]
    [InlineData("a-misspelt-field", "terminationGracePeriod")]
    [InlineData("a-field-at-the-wrong-place", "readOnlyRootFilesystem")]
    [InlineData("a-misspelt-field-of-a-custom-resource", "intervall")]
    [InlineData("a-text-for-a-list", "line 18")]
    public async Task Strict_reading_finds(string manifest, string named)
    {
        string fault = Assert.Single(StrictYaml.Faults(await BrokenAsync(manifest), out _));
        Assert.Contains(named, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-missing-name", "containers/0 must have required property name")]
    [InlineData("a-missing-selector", "spec must have required property selector")]
    [InlineData("a-text-for-a-number", "spec/replicas must be integer")]
    [InlineData("a-number-for-a-text", "env/0/value must be string")]
    [InlineData("a-missing-field-of-a-custom-resource", "spec must have required property endpoints")]
    [InlineData("a-wrong-value-of-a-custom-resource", "spec/rules/0/matches/0/path/type")]
    public async Task The_schemas_find(string manifest, string named) =>
        Assert.Contains(named, await KubernetesModels.FaultsAsync(await Rendering.ReadAsync(await BrokenAsync(manifest))), StringComparison.Ordinal);

    private static Task<string> BrokenAsync(string manifest) => File.ReadAllTextAsync(Repository.Beside("Chart", "broken", $"{manifest}.yaml"));
}
