using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace OuraTeams.Sandbox.Tests.Contract;

/// <summary>
/// One of Oura's descriptions, read as data, with a validator for each answer that it documents. The validators are
/// stricter than the description in two things: an object has no member that it doesn't name, and a list without
/// <c>fields</c> has whole documents.
/// </summary>
internal sealed class ApiDescription
{
    private const string Variable = "OURA_OPENAPI";
    private readonly JsonSchema _schemas;

    private ApiDescription(JsonSchema schemas, IReadOnlyList<ApiOperation> operations, int paths)
    {
        _schemas = schemas;
        Operations = operations;
        Paths = paths;
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public int Paths { get; }

    /// <summary>Reads a version, or skips the test where the folder with the descriptions is not there.</summary>
    public static async Task<ApiDescription> ReadAsync(string version)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Path.Combine(Repository(), "..", "shared", "oura");
        var file = Path.GetFullPath(Path.Combine(folder, $"openapi-{version}.json"));
        Assert.SkipUnless(File.Exists(file), $"Oura's description is not in {file}; name its folder in {Variable}.");

        var document = JsonNode.Parse((await File.ReadAllTextAsync(file, TestApp.Stop)).Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))!;
        var definitions = document["components"]!["schemas"]!.DeepClone().AsObject();
        var operations = new List<ApiOperation>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var answers = operation!["responses"]!.AsObject();
                operations.Add(new(
                    method.ToUpperInvariant(), path,
                    [.. (operation["parameters"]?.AsArray() ?? []).Where(one => (string?)one!["in"] == "query").Select(one => (string)one!["name"]!)],
                    [.. answers.Select(answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture))]));
                foreach (var (status, answer) in answers)
                {
                    if (answer!["content"]?["application/json"]?["schema"] is not { } schema)
                    {
                        continue;
                    }

                    var forms = schema["anyOf"]?.AsArray();
                    definitions[Key(operations[^1], status, whole: true)] = (forms?[0] ?? schema).DeepClone();
                    definitions[Key(operations[^1], status, whole: false)] = (forms?[1] ?? schema).DeepClone();
                }
            }
        }

        Close(definitions);
        var schemas = await JsonSchema.FromJsonAsync(new JsonObject { ["type"] = "object", ["definitions"] = definitions }.ToJsonString(), TestApp.Stop);
        return new(schemas, operations, document["paths"]!.AsObject().Count);
    }

    /// <summary>What is wrong with an answer by the description.</summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="status">The status that came.</param>
    /// <param name="body">The body that came.</param>
    /// <param name="whole">False when <c>fields</c> was asked for.</param>
    public IReadOnlyList<string> Faults(ApiOperation operation, int status, string body, bool whole = true)
    {
        if (!operation.Statuses.Contains(status))
        {
            return [$"The status {status} is not documented."];
        }

        var key = Key(operation, status.ToString(System.Globalization.CultureInfo.InvariantCulture), whole);
        return _schemas.Definitions.TryGetValue(key, out var schema)
            ? [.. schema.Validate(body).Select(fault => fault.ToString())]
            : [];
    }

    /// <summary>The values of an enumeration of the description.</summary>
    public IReadOnlyList<string> Values(string schema) => [.. _schemas.Definitions[schema].Enumeration.Select(value => (string)value!)];

    /// <summary>What is wrong with a document by a schema of the description.</summary>
    public IReadOnlyList<string> Faults(string schema, JsonNode document) =>
        [.. _schemas.Definitions[schema].Validate(document.ToJsonString()).Select(fault => fault.ToString())];

    private static string Key(ApiOperation operation, string status, bool whole) => $"{operation} {status}{(whole ? "" : " sparse")}";

    private static void Close(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            if (json["properties"] is JsonObject && !json.ContainsKey("additionalProperties"))
            {
                json["additionalProperties"] = false;
            }

            foreach (var (_, value) in json.ToList())
            {
                Close(value);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Close(item);
            }
        }
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
