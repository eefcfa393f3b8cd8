using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace OuraTeams.EndToEnd;

/// <summary>Rules and dashboards speak of what a running server exposes.</summary>
[Collection(ScrapedTests.Name)]
public sealed class ExposedTests(ScrapedServer server)
{
    /// <summary>What Prometheus itself adds to what it scrapes.</summary>
    private static readonly string[] PrometheusLabels = ["job", "instance", "namespace"];

    public static TheoryData<string> Files =>
        ["prometheus/rules.yaml", .. Directory.GetFiles(Path.Combine(Deploy(), "grafana"), "*.json").Select(file => $"grafana/{Path.GetFileName(file)}")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_metric_label_and_value_that_is_asked_for_is_exposed(string file)
    {
        ILookup<string, Scrape.Series> exposed = server.WithMany.All.ToLookup(series => series.Name);
        var asked = Expressions(file).SelectMany(expression => Query.Metrics(expression).Select(metric => (Expression: expression, metric.Metric, metric.Labels))).ToList();
        Assert.True(asked.Count >= 20);
        Assert.Empty(asked.Where(query => query.Metric is not ("up" or "ALERTS") && !exposed.Contains(query.Metric)).Select(query => query.Metric).Distinct());
        foreach ((string expression, string metric, IReadOnlyList<(string Label, string Operator, string Value)> labels) in asked.Where(query => exposed.Contains(query.Metric)))
        {
            foreach ((string label, string comparison, string value) in labels.Where(known => !PrometheusLabels.Contains(known.Label)))
            {
                string[] values = [.. exposed[metric].Select(series => series.Labels.GetValueOrDefault(label)).OfType<string>().Distinct()];
                Assert.True(values.Length > 0, $"{metric} has no label {label}: {expression}");
                string[] wanted = comparison is "=" or "!=" ? [value] : comparison is "=~" or "!~" ? value.Split('|') : [];
                Assert.All(wanted, one => Assert.True(values.Contains(one), $"{metric} has no {label}=\"{one}\": {expression}"));
            }
        }
    }

    [Fact]
    public void Metrics_and_labels_of_an_expression_are_found()
    {
        var found = Query.Metrics("sum by (app, le) (rate(a_total{outcome=~\"x|y\",job=\"j\"}[5m])) > 0.1 * max(b) and on (c) clamp_min(d_e[1h], 5) unless absent(f{})").ToList();
        Assert.Equal(["a_total", "b", "d_e", "f"], found.Select(query => query.Metric));
        Assert.Equal([("outcome", "=~", "x|y"), ("job", "=", "j"), ("app", "by", ""), ("le", "by", ""), ("c", "by", "")], found[0].Labels);
    }

    private static IEnumerable<string> Expressions(string file)
    {
        string text = File.ReadAllText(Path.Combine(Deploy(), file));
        return file.EndsWith(".json", StringComparison.Ordinal) ? OfDashboard(JsonNode.Parse(text)!) : OfRules(text);
    }

    private static IEnumerable<string> OfDashboard(JsonNode dashboard) =>
        [.. dashboard["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => Regex.Replace((string)target!["expr"]!, "\\$__rate_interval", "5m"))];

    private static IEnumerable<string> OfRules(string text)
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(text);
        return file["groups"].SelectMany(group => (List<object>)group["rules"]).Select(rule => (string)((Dictionary<object, object>)rule)["expr"]);
    }

    private static string Deploy([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "deploy"));
}
