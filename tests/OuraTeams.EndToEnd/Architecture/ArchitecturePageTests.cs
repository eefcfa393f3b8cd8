using System.Text.RegularExpressions;

namespace OuraTeams.EndToEnd;

/// <summary>docs/architecture.md names what is there: every file and folder on the page exists, and no folder is missing on it.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Root = Path.GetDirectoryName(FolderArrows.Sources())!;
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));

    [Fact]
    public void Every_path_on_the_page_exists()
    {
        string[] paths = [.. Named().Matches(Page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(paths.Length > 40, $"Only {paths.Length} paths were found on the page.");
        string[] missing = [.. paths.Where(path => !Path.Exists(Path.Combine(Root, path)))];
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_method_that_is_named_after_its_file_is_in_it()
    {
        (string File, string Name)[] methods = [.. Method().Matches(Page).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Contains($" {method.Name}(", File.ReadAllText(Path.Combine(Root, method.File)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OuraTeams.Grains")]
    [InlineData("OuraTeams.Server")]
    public void The_tables_name_every_folder_of_a_project(string project)
    {
        string source = Path.Combine(Root, "src", project);
        string[] folders = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(folder => folder is not "." && !folder.StartsWith("obj", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)];
        string table = Page[Page.IndexOf($"| Folder of `src/{project}`", StringComparison.Ordinal)..];
        string[] named = [.. table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n').Skip(2)
            .SelectMany(row => Folder().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(folders, named);
    }

    [GeneratedRegex("`((?:src|docs|tests)/[^`]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(src/[^`]+\.cs)`, `(\w+)`")]
    private static partial Regex Method();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Folder();
}
