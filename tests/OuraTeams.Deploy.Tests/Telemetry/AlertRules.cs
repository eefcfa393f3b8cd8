using System.Runtime.CompilerServices;
using YamlDotNet.Serialization;

namespace OuraTeams.Deploy.Tests;

/// <summary>The alerts as they are shipped.</summary>
internal sealed class AlertRules
{
    private readonly Dictionary<object, object> _file;

    private AlertRules(string text)
    {
        _file = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text);
        All = [.. ((List<object>)_file["groups"]).SelectMany(group => (List<object>)((Dictionary<object, object>)group)["rules"]).Select(rule => (Dictionary<object, object>)rule)];
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Dictionary<object, object>> All { get; }

    /// <summary>Folder of the rules and their tests.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "deploy", "prometheus");

    /// <summary>The runbook.</summary>
    public static string Runbook => File.ReadAllText(Path.Combine(Root(), "docs", "runbook.md"));

    /// <summary>Folder of the dashboards.</summary>
    public static string Dashboards { get; } = Path.Combine(Root(), "deploy", "grafana");

    /// <summary>Reads them.</summary>
    public static AlertRules Read() => new(File.ReadAllText(Path.Combine(Folder, "rules.yaml")));

    /// <summary>A member of a rule as text.</summary>
    public static string Text(Dictionary<object, object> rule, params string[] path)
    {
        object? value = rule;
        foreach (string name in path)
        {
            value = (value as Dictionary<object, object>)?.GetValueOrDefault(name);
        }

        return (string?)value ?? "";
    }

    /// <summary>The same rules with another condition, none of which waits.</summary>
    public string With(string expression)
    {
        foreach (Dictionary<object, object> rule in All)
        {
            rule["expr"] = expression;
            rule.Remove("for");
        }

        return new SerializerBuilder().Build().Serialize(_file);
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
