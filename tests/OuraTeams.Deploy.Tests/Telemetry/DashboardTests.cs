using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OuraTeams.Deploy.Tests;

/// <summary>The dashboards are what Grafana expects, and each panel says what it shows.</summary>
public sealed partial class DashboardTests
{
    private const string DataSource = "${datasource}";

    public static TheoryData<string> Files => [.. Directory.GetFiles(AlertRules.Dashboards, "*.json").Select(file => Path.GetFileName(file)!)];

    [Fact]
    public void There_is_one_for_each_part_and_no_two_are_taken_for_each_other()
    {
        JsonNode[] all = [.. Directory.GetFiles(AlertRules.Dashboards, "*.json").Select(Read)];
        Assert.Equal(["cluster.json", "fleet.json", "intake-and-queue.json", "oura-api.json"], Files.Select(file => file.Data).Order());
        Assert.Equal(4, all.Select(dashboard => (string?)dashboard["uid"]).Distinct().Count());
        Assert.Equal(4, all.Select(dashboard => (string?)dashboard["title"]).Distinct().Count());
        Assert.All(all, dashboard => Assert.Contains("ourateams", dashboard["tags"]!.AsArray().Select(tag => (string?)tag)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_panel_has_a_title_a_unit_a_query_and_the_chosen_data_source(string file)
    {
        JsonNode dashboard = Read(Path.Combine(AlertRules.Dashboards, file));
        string?[] variables = [.. dashboard["templating"]!["list"]!.AsArray().Select(variable => (string?)variable!["name"])];
        Assert.Equal(["datasource", "job"], variables);
        JsonNode[] panels = Panels(dashboard);
        Assert.True(panels.Length >= 12);
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty((string?)panel["title"] ?? "");
            Assert.Contains((string?)panel["type"], new[] { "timeseries", "stat" });
            Assert.NotEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"] ?? "");
            Assert.Equal(DataSource, (string?)panel["datasource"]!["uid"]);
            JsonNode[] targets = [.. panel["targets"]!.AsArray().Select(target => target!)];
            Assert.NotEmpty(targets);
            Assert.Equal(targets.Length, targets.Select(target => (string?)target["refId"]).Distinct().Count());
            Assert.All(targets, target => Assert.Equal(DataSource, (string?)target["datasource"]!["uid"]));
            Assert.All(targets, target => Assert.Contains("job=~\"$job\"", (string?)target["expr"], StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_panel_lies_over_another_or_beside_the_grid(string file)
    {
        JsonNode[] all = [.. Read(Path.Combine(AlertRules.Dashboards, file))["panels"]!.AsArray().Select(panel => panel!)];
        Assert.Equal(all.Length, all.Select(panel => (int)panel["id"]!).Distinct().Count());
        var taken = new HashSet<(int X, int Y)>();
        foreach (JsonNode place in all.Select(panel => panel["gridPos"]!))
        {
            (int x, int y, int w, int h) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.True(x >= 0 && x + w <= 24 && w > 0 && h > 0);
            Assert.All(Enumerable.Range(0, w * h), cell => Assert.True(taken.Add((x + (cell % w), y + (cell / w)))));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Prometheus_understands_every_query(string file)
    {
        string[] queries = [.. Panels(Read(Path.Combine(AlertRules.Dashboards, file)))
            .SelectMany(panel => panel["targets"]!.AsArray())
            .Select(target => Variable().Replace(((string?)target!["expr"])!.Replace("$__rate_interval", "5m", StringComparison.Ordinal), "all"))];
        (bool content, string said) = await Promtool.ParseAsync(queries);
        Assert.True(content, said);
        Assert.Contains($"{queries.Length} rules found", said, StringComparison.Ordinal);
    }

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;

    private static JsonNode[] Panels(JsonNode dashboard) =>
        [.. dashboard["panels"]!.AsArray().Select(panel => panel!).Where(panel => (string?)panel["type"] != "row")];

    [GeneratedRegex("\\$\\w+")]
    private static partial Regex Variable();
}
