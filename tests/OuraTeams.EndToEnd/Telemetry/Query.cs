using System.Text.RegularExpressions;

namespace OuraTeams.EndToEnd;

/// <summary>Which metrics and labels a PromQL expression speaks of. Knows as much of the language as our rules and dashboards use.</summary>
internal static partial class Query
{
    private static readonly string[] Words = ["and", "or", "unless", "by", "without", "on", "ignoring", "bool", "offset"];

    /// <summary>The metrics of an expression, each with the labels that it is asked for and those that it is grouped by.</summary>
    public static IEnumerable<(string Metric, IReadOnlyList<(string Label, string Operator, string Value)> Labels)> Metrics(string expression)
    {
        (string, string, string)[] grouped = [.. Grouping().Matches(expression)
            .SelectMany(group => group.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(label => (label, "by", ""))];
        string rest = Grouping().Replace(expression, " ");
        foreach (Match metric in Selector().Matches(rest))
        {
            string name = metric.Groups["name"].Value;
            if (!Words.Contains(name))
            {
                yield return (name, [.. Label().Matches(metric.Groups["labels"].Value)
                    .Select(label => (label.Groups["label"].Value, label.Groups["operator"].Value, label.Groups["value"].Value)), .. grouped]);
            }
        }
    }

    [GeneratedRegex("\\b(by|without|on|ignoring)\\s*\\((?<labels>[^)]*)\\)")]
    private static partial Regex Grouping();

    /// <summary>A name that is no function: no bracket follows.</summary>
    [GeneratedRegex("(?<![\\w:$\"])(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?![a-zA-Z0-9_:])(?!\\s*\\()(\\{(?<labels>[^}]*)\\})?(\\[[^\\]]*\\])?")]
    private static partial Regex Selector();

    [GeneratedRegex("(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\\s*(?<operator>=~|!~|!=|=)\\s*\"(?<value>[^\"]*)\"")]
    private static partial Regex Label();
}
