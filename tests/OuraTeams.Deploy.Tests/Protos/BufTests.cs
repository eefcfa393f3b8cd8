namespace OuraTeams.Deploy.Tests.Protos;

/// <summary>The protos keep to buf's rules, and break no client of the last release.</summary>
public sealed class BufTests
{
    private static readonly string Protocol = Repository.At("src", "OuraTeams.Protocol");
    private static readonly string Released = Repository.Beside("Protos", "released");

    [Fact]
    public async Task Lint_finds_nothing() => Assert.Empty((await Tool.BufAsync(Protocol, "lint")).All);

    [Fact]
    public async Task Nothing_of_the_last_release_is_broken()
    {
        Assert.NotEmpty(Directory.GetFiles(Released, "*.proto", SearchOption.AllDirectories));
        Assert.Empty((await Tool.BufAsync(Protocol, "breaking", "--against", Released)).All);
    }

    [Theory]
    [InlineData("  string member_id = 1;", "  string MemberId = 1;", "Field name \"MemberId\" should be lower_snake_case")]
    [InlineData("  // Whose ring.\n", "", "Field \"member_id\" should have a non-empty comment")]
    public async Task Lint_finds(string found, string replacement, string fault)
    {
        using TemporaryFolder changed = await ChangedAsync(found, replacement);
        ToolResult result = await Tool.BufAsync(changed.Path, "lint");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(fault, result.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  int32 document_count = 6;", "", "Previously present field \"6\" with name \"document_count\" on message \"RingAccount\" was deleted")]
    [InlineData("  int32 document_count = 6;", "  string document_count = 6;", "changed type from \"int32\" to \"string\"")]
    [InlineData("  int32 document_count = 6;", "  int32 document_count = 60;", "Previously present field \"6\"")]
    [InlineData("  rpc GetRingAccount(GetRingAccountRequest)", "  rpc ReadRingAccount(GetRingAccountRequest)", "Previously present RPC \"GetRingAccount\"")]
    public async Task A_change_that_would_break_a_client_is_found(string found, string replacement, string fault)
    {
        using TemporaryFolder changed = await ChangedAsync(found, replacement);
        ToolResult result = await Tool.BufAsync(changed.Path, "breaking", "--against", Released);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(fault, result.All, StringComparison.Ordinal);
    }

    private static async Task<TemporaryFolder> ChangedAsync(string found, string replacement)
    {
        var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Protocol, "buf.yaml"), folder.At("buf.yaml"));
        foreach (string file in Directory.GetFiles(Path.Combine(Protocol, "protos"), "*.proto", SearchOption.AllDirectories))
        {
            string target = folder.At(Path.GetRelativePath(Protocol, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            string text = await File.ReadAllTextAsync(file);
            await File.WriteAllTextAsync(target, file.EndsWith("fleet_service.proto", StringComparison.Ordinal) ? text.Replace(found, replacement, StringComparison.Ordinal) : text);
        }

        return folder;
    }
}
