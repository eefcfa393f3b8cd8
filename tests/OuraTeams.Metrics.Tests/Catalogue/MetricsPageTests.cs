namespace OuraTeams.Metrics.Tests;

public sealed class MetricsPageTests
{
    private const string Switch = "OURATEAMS_WRITE_DOCS";
    private const string Command = $"{Switch}=1 dotnet run --project tests/OuraTeams.Metrics.Tests -- -class OuraTeams.Metrics.Tests.MetricsPageTests";

    [Fact]
    public void The_page_of_metrics_says_what_the_catalogue_says()
    {
        string path = Path.Combine(Repository(), "docs", "metrics.md");
        string page = MetricsPage.Write(Command);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, $"docs/metrics.md differs from the catalogue. Write it anew: {Command}");
    }

    [Fact]
    public void A_cell_of_the_page_ends_where_it_should() =>
        Assert.All(
            MetricsPage.Write(Command).Split('\n').Where(line => line.StartsWith('|')),
            line => Assert.Equal(13, line.Count(character => character == '|')));

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OuraTeams.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds OuraTeams.sln.");
    }
}
