using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace OuraTeams.EndToEnd;

/// <summary>The page about telemetry lists what there is.</summary>
[Collection(ScrapedTests.Name)]
public sealed class ObservabilityPageTests(ScrapedServer server)
{
    private const string Begin = "<!-- instruments: written by a test -->\n";
    private const string End = "\n<!-- end of instruments -->";
    private const string Command = "OURATEAMS_WRITE_DOCS=1 dotnet run --project tests/OuraTeams.EndToEnd -- -class OuraTeams.EndToEnd.ObservabilityPageTests";

    [Fact]
    public async Task Its_table_is_every_instrument_with_unit_labels_and_meaning_and_each_is_exposed()
    {
        // Those of the queue exist once a silo reads it.
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        IReadOnlyList<Instrument> instruments = InstrumentTable.Instruments();
        Assert.True(instruments.Count >= 35);
        var exposed = server.WithMany.All.Select(series => series.Name).ToHashSet();
        Assert.All(instruments.Select(InstrumentTable.PrometheusName), name => Assert.True(exposed.Contains(name) || exposed.Contains($"{name}_count"), name));

        string path = Page();
        string page = await File.ReadAllTextAsync(path);
        (int begin, int end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        string table = InstrumentTable.Write(instruments, server.WithMany);
        if (Environment.GetEnvironmentVariable("OURATEAMS_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, page[..begin] + table + page[end..]);
        }
        else
        {
            Assert.True(page[begin..end] == table, $"docs/observability.md lists other instruments than there are. Write it anew: {Command}");
        }
    }

    private static string Page([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "observability.md"));
}
