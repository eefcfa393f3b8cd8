using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OuraTeams.Oura.Tests;

/// <summary>Oura's own description of a version of its API.</summary>
internal static class OuraDescription
{
    private const string Variable = "OURA_OPENAPI";

    /// <summary>The versions that must both work.</summary>
    public static readonly string[] Versions = ["1.29", "1.37"];

    /// <summary>The component schemas. Skips the test where the descriptions are absent.</summary>
    public static Dictionary<string, JsonElement> Schemas(string version)
    {
        string folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Path.Combine(Repository(), "..", "shared", "oura");
        string file = Path.GetFullPath(Path.Combine(folder, $"openapi-{version}.json"));
        Assert.SkipUnless(File.Exists(file), $"{file} is absent; set {Variable} to the folder of Oura's descriptions.");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().ToDictionary(schema => schema.Name, schema => schema.Value.Clone());
    }

    private static string Repository([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");
}
