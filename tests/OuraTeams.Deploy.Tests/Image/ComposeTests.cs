namespace OuraTeams.Deploy.Tests.Image;

/// <summary>The compose file is a right one, and what it names exists.</summary>
public sealed class ComposeTests
{
    [Fact]
    public async Task It_keeps_to_the_schema_of_the_specification() => Assert.Empty(await FaultsAsync(await ComposeFile.ReadAsync()));

    [Theory]
    [InlineData("    read_only: true", "    readonly: true", "readonly")]
    [InlineData("        condition: service_healthy", "        condition: healthy", "depends_on")]
    [InlineData("    stop_grace_period: 150s", "    stop_grace_period: 150", "stop_grace_period must be string")]
    public async Task The_schema_finds(string found, string replacement, string named)
    {
        string text = await File.ReadAllTextAsync(ComposeFile.Path);
        Assert.Contains(found, text, StringComparison.Ordinal);
        Assert.Contains(named, await FaultsAsync(ComposeFile.Parse(text.Replace(found, replacement, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_and_volume_that_it_mounts_is_there()
    {
        ComposeFile compose = await ComposeFile.ReadAsync();
        foreach (string source in compose.Services.SelectMany(service => compose.List(service.Key, "volumes")).Select(mount => mount.Split(':')[0]))
        {
            Assert.True(
                source.StartsWith('.') ? Path.Exists(Path.GetFullPath(source, Repository.At("deploy"))) : compose.Root["volumes"]!.AsObject().ContainsKey(source),
                source);
        }

        Assert.True(File.Exists(Path.GetFullPath((string)compose.Services["platform"]!["build"]!["dockerfile"]!, Repository.Root)));
    }

    [Fact]
    public async Task Its_known_keys_are_out_of_reach_from_other_machines()
    {
        ComposeFile compose = await ComposeFile.ReadAsync();
        Assert.All(compose.Services.SelectMany(service => compose.List(service.Key, "ports")), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(compose.Services, service => Assert.NotEqual("host", (string?)service.Value!["network_mode"]));
    }

    [Fact]
    public async Task What_is_not_built_here_has_a_version()
    {
        ComposeFile compose = await ComposeFile.ReadAsync();
        Assert.All(compose.Services.Where(service => service.Value!["build"] is null), service => Assert.Matches("^[a-z/]+:v?[0-9]+(\\.[0-9]+)+$", (string)service.Value!["image"]!));
    }

    private static async Task<string> FaultsAsync(ComposeFile compose)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("compose.json");
        await File.WriteAllTextAsync(file, compose.Root.ToJsonString());
        ToolResult result = await Tool.NodeAsync(Repository.Beside("tools", "validate-compose.mjs"), file);
        Assert.True(result.Error.Length == 0, result.Error);
        return result.Output;
    }
}
