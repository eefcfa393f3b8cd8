namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>Checks manifests against the schemas of their kinds, by the npm packages of the same name.</summary>
internal static class KubernetesModels
{
    /// <summary>A line for each object with faults.</summary>
    public static async Task<string> FaultsAsync(Rendering rendering)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("objects.json");
        await File.WriteAllTextAsync(file, $"[{string.Join(',', rendering.Objects.Select(one => one.ToJsonString()))}]");
        ToolResult result = await Tool.NodeAsync(Repository.Beside("tools", "validate.mjs"), file);
        Assert.True(result.Error.Length == 0, result.Error);
        return result.Output;
    }
}
