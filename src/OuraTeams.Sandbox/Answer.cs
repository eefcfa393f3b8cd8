using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox;

/// <summary>The forms in which the sandbox answers.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON as compact text, with a plus sign left as it is.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Compact);

    /// <summary>A JSON body.</summary>
    public static Task JsonAsync(HttpContext context, int status, JsonNode json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Text(json), context.RequestAborted);
    }

    /// <summary>An error with one sentence: <c>{"detail": "..."}</c>.</summary>
    public static Task DetailAsync(HttpContext context, int status, string detail) =>
        JsonAsync(context, status, new JsonObject { ["detail"] = detail });

    /// <summary>400 for a data request without an Authorization header.</summary>
    public static Task MissingTokenAsync(HttpContext context) =>
        DetailAsync(context, StatusCodes.Status400BadRequest, "Missing auth token. Send an Authorization header.");

    /// <summary>422 with the list of what is wrong, in FastAPI's shape. The input comes since version 1.34 or so.</summary>
    public static Task InvalidAsync(HttpContext context, SandboxOptions options, IEnumerable<InvalidInput> inputs) =>
        JsonAsync(context, StatusCodes.Status422UnprocessableEntity, new JsonObject
        {
            ["detail"] = new JsonArray([.. inputs.Select(input => Json(input, options.Generation))]),
        });

    /// <summary>A page.</summary>
    public static Task PageAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, Encoding.UTF8, context.RequestAborted);
    }

    private static JsonObject Json(InvalidInput input, OuraGeneration generation)
    {
        var json = new JsonObject
        {
            ["type"] = input.Type,
            ["loc"] = new JsonArray(input.In, input.Name),
            ["msg"] = input.Message,
        };
        if (generation == OuraGeneration.V137)
        {
            json["input"] = input.Input?.DeepClone();
        }

        return json;
    }
}
