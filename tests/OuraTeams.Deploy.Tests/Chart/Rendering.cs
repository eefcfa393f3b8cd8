using System.Text.Json.Nodes;

namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>The chart rendered with a file of values.</summary>
internal sealed class Rendering
{
    public const string Release = "teams";
    public const string Namespace = "rings";

    private Rendering(string yaml, string json, IReadOnlyList<JsonObject> objects)
    {
        Yaml = yaml;
        Json = json;
        Objects = objects;
    }

    /// <summary>The files of values.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Repository.Beside("Chart", "values"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    /// <summary>As helm wrote it.</summary>
    public string Yaml { get; }

    /// <summary>As kubectl reads it: one object after the other.</summary>
    public string Json { get; }

    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>Path of a file of values.</summary>
    public static string ValuesOf(string name) => Repository.Beside("Chart", "values", $"{name}.yaml");

    /// <summary>Renders it.</summary>
    /// <param name="name">The file of values.</param>
    /// <param name="set">Further values, as <c>key=value</c>.</param>
    public static async Task<Rendering> OfAsync(string name, params string[] set)
    {
        string yaml = (await Tool.HelmAsync(["template", Release, Repository.Chart, "--namespace", Namespace, "-f", ValuesOf(name), .. set.SelectMany(value => new[] { "--set", value })])).Succeeded();
        return await ReadAsync(yaml);
    }

    /// <summary>Reads manifests as kubectl does.</summary>
    public static async Task<Rendering> ReadAsync(string yaml)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("manifests.yaml");
        await File.WriteAllTextAsync(file, yaml);

        // Takes away a label that nothing has: what stays is the conversion.
        string json = (await Tool.KubectlAsync("label", "--local", "-f", file, "-o", "json", "none-")).Succeeded();
        return new Rendering(yaml, json, Split(json));
    }

    /// <summary>The one object of a kind and name.</summary>
    public JsonObject One(string kind, string name) =>
        Assert.Single(Objects, candidate => (string?)candidate["kind"] == kind && (string?)candidate["metadata"]!["name"] == name);

    /// <summary>All objects of a kind.</summary>
    public IReadOnlyList<JsonObject> All(string kind) => [.. Objects.Where(candidate => (string?)candidate["kind"] == kind)];

    private static List<JsonObject> Split(string json)
    {
        var objects = new List<JsonObject>();
        var reader = new System.Text.Json.Utf8JsonReader(
            System.Text.Encoding.UTF8.GetBytes(json), new System.Text.Json.JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            objects.Add(JsonNode.Parse(ref reader)!.AsObject());
        }

        return objects;
    }
}
