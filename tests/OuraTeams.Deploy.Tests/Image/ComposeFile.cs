using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace OuraTeams.Deploy.Tests.Image;

/// <summary><c>deploy/compose.yaml</c>, with the defaults of its variables.</summary>
internal sealed partial class ComposeFile
{
    private ComposeFile(JsonObject root) => Root = root;

    public static string Path => Repository.At("deploy", "compose.yaml");

    public JsonObject Root { get; }

    public JsonObject Services => Root["services"]!.AsObject();

    public static async Task<ComposeFile> ReadAsync() => Parse(await File.ReadAllTextAsync(Path));

    public static ComposeFile Parse(string yaml)
    {
        string filled = Variable().Replace(yaml, "${default}");
        object? tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(filled);
        return new ComposeFile(JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(tree))!.AsObject());
    }

    /// <summary>The environment of a service.</summary>
    public Dictionary<string, string> Environment(string service) =>
        Services[service]!["environment"]!.AsObject().ToDictionary(variable => variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);

    /// <summary>The entries of a list of a service; empty where it has none.</summary>
    public IReadOnlyList<string> List(string service, string key) =>
        [.. (Services[service]![key]?.AsArray() ?? []).Select(entry => (string)entry!)];

    [GeneratedRegex(@"\$\{[A-Z_]+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
