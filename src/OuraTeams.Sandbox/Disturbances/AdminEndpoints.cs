using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OuraTeams.Sandbox.Limits;

namespace OuraTeams.Sandbox.Disturbances;

/// <summary>
/// Turns faults on and off, and tells how many requests came. The routes are there only where
/// <see cref="SandboxOptions.AdminRoutes"/> is set; Oura has nothing like them.
/// </summary>
internal sealed class AdminEndpoints(Faults faults, RequestLog requests)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/faults", context => Answer.JsonAsync(context, StatusCodes.Status200OK, List()));
        routes.MapPost("/admin/faults", AddAsync);
        routes.MapDelete("/admin/faults", context =>
        {
            faults.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        routes.MapGet("/admin/requests", context => Answer.JsonAsync(context, StatusCodes.Status200OK, Requests(context.Request.Query["token"].ToString())));
    }

    private async Task AddAsync(HttpContext context)
    {
        try
        {
            var fault = await JsonSerializer.DeserializeAsync<Fault>(context.Request.Body, Json, context.RequestAborted)
                ?? throw new JsonException("The body is null.");
            faults.Add(fault);
            await Answer.JsonAsync(context, StatusCodes.Status201Created, JsonSerializer.SerializeToNode(fault, Json)!);
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException)
        {
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, refused.Message);
        }
    }

    private JsonArray List() => new([.. faults.Active.Select(entry =>
    {
        var json = JsonSerializer.SerializeToNode(entry.Fault, Json)!.AsObject();
        json["hits"] = entry.Hits;
        return json;
    })]);

    private JsonObject Requests(string token) => token.Length == 0
        ? new JsonObject { ["total"] = requests.Total, ["refused"] = requests.Refused }
        : new JsonObject { ["total"] = requests.Of(token), ["refused"] = requests.RefusedOf(token) };
}
