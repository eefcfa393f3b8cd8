using System.Text;
using System.Text.RegularExpressions;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>The chart's README describes each value in the words of <c>values.yaml</c>.</summary>
public sealed partial class ChartReadmeTests
{
    private const string Begin = "<!-- From the comments of values.yaml. -->\n";
    private const string End = "<!-- End. -->";

    [Fact]
    public async Task The_table_of_values_is_made_from_their_comments()
    {
        string path = Path.Combine(Repository.Chart, "README.md");
        string readme = await File.ReadAllTextAsync(path);
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        await Repository.HoldsAsync(path, $"{readme[..begin]}{await TableAsync()}{readme[end..]}");
    }

    [Fact]
    public async Task Every_value_has_a_comment()
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Chart, "values.yaml"));
        foreach ((string line, int at) in lines.Select((line, at) => (line, at)).Where(pair => Value().IsMatch(pair.line)))
        {
            bool described = lines[at - 1].TrimStart().StartsWith("# -- ", StringComparison.Ordinal);
            bool withinDescribed = Ancestors(lines, at).Any(parent => lines[parent - 1].TrimStart().StartsWith("# -- ", StringComparison.Ordinal));
            Assert.True(described ^ withinDescribed, $"line {at + 1}: {line}");
        }
    }

    [Fact]
    public async Task The_values_of_the_example_render_and_take_the_Secrets_that_it_makes()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Chart, "README.md"));
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("values.yaml"), Example().Match(readme).Groups["values"].Value);
        string rendered = (await Tool.HelmAsync("template", "teams", Repository.Chart, "-f", folder.At("values.yaml"))).Succeeded();
        MatchCollection secrets = SecretReference().Matches(rendered);
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret =>
        {
            Assert.Contains($"secret generic {secret.Groups["name"].Value} ", readme, StringComparison.Ordinal);
            Assert.Contains($"--from-literal={secret.Groups["key"].Value}=", readme, StringComparison.Ordinal);
        });
        Assert.Contains($"port: {RedisPort().Match(readme).Groups["port"].Value}\n", rendered, StringComparison.Ordinal);
    }

    private static async Task<string> TableAsync()
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Chart, "values.yaml"));
        var table = new StringBuilder("| Value | Default | What it is |\n|---|---|---|\n");
        foreach ((string line, int at) in lines.Select((line, at) => (line, at)).Where(pair => pair.line.TrimStart().StartsWith("# -- ", StringComparison.Ordinal)))
        {
            IEnumerable<string> path = Ancestors(lines, at + 1).Reverse().Append(at + 1).Select(parent => Key().Match(lines[parent]).Groups["key"].Value);
            table.Append(null, $"| `{string.Join('.', path)}` | `{Default(lines, at + 1)}` | {line.TrimStart()["# -- ".Length..]} |\n");
        }

        return table.ToString();
    }

    /// <summary>The lines of the keys that a line lies under, nearest first.</summary>
    private static IEnumerable<int> Ancestors(string[] lines, int at)
    {
        int indent = Indent(lines[at]);
        for (int above = at - 1; above >= 0 && indent > 0; above--)
        {
            if (Key().IsMatch(lines[above]) && Indent(lines[above]) < indent)
            {
                indent = Indent(lines[above]);
                yield return above;
            }
        }
    }

    private static string Default(string[] lines, int at)
    {
        string value = Key().Match(lines[at]).Groups["value"].Value.Trim();
        if (value.Length > 0)
        {
            return value;
        }

        string[] below = [.. lines.Skip(at + 1).TakeWhile(line => line.Length > 0 && Indent(line) > Indent(lines[at])).Select(line => line.Trim())];
        return below[0].StartsWith("- ", StringComparison.Ordinal)
            ? $"[{string.Join(", ", below.Select(item => $"{{{item["- ".Length..]}}}"))}]"
            : $"{{{string.Join(", ", below)}}}";
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex("```yaml\n# values.yaml\n(?<values>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("secretKeyRef:\\s+name: (?<name>\\S+)\\s+key: (?<key>\\S+)")]
    private static partial Regex SecretReference();

    [GeneratedRegex(@"--from-literal=redis='[^:']+:(?<port>\d+)")]
    private static partial Regex RedisPort();

    [GeneratedRegex(@"^\s*(?<key>[A-Za-z]+):(?<value>.*)$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\s*[A-Za-z]+:.*\S$")]
    private static partial Regex Value();
}
