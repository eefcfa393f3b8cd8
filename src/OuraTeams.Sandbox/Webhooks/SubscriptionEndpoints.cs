using System.Text.Json;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Webhooks;

/// <summary>
/// The management of subscriptions, opened by the app's id and secret. A failed challenge is 400 and a pair that is
/// taken is 409: Oura documents neither, its clients expect both.
/// </summary>
internal sealed class SubscriptionEndpoints(SandboxOptions options, TimeProvider clock, SubscriptionStore subscriptions, Receiver receiver)
{
    private const string Root = "/v2/webhook/subscription";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, context => ForAppAsync(context, () => Answer.JsonAsync(context, StatusCodes.Status200OK,
            new JsonArray([.. subscriptions.All.OrderBy(one => one.DataType, StringComparer.Ordinal).ThenBy(one => one.EventType, StringComparer.Ordinal).Select(one => one.ToJson())]))));
        routes.MapPost(Root, context => ForAppAsync(context, () => CreateAsync(context)));
        routes.MapGet(Root + "/{id}", context => ForOneAsync(context, one => Answer.JsonAsync(context, StatusCodes.Status200OK, one.ToJson())));
        routes.MapPut(Root + "/{id}", context => ForOneAsync(context, one => UpdateAsync(context, one)));
        routes.MapPut(Root + "/renew/{id}", context => ForOneAsync(context, one => SaveAsync(context, StatusCodes.Status200OK, one with { ExpiresAt = Expiration })));
        routes.MapDelete(Root + "/{id}", context => ForOneAsync(context, one =>
        {
            subscriptions.Remove(one.Id);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
    }

    private DateTimeOffset Expiration => clock.GetUtcNow() + SubscriptionStore.Lifetime;

    private async Task CreateAsync(HttpContext context)
    {
        var faults = new List<InvalidInput>();
        var body = await BodyAsync(context, faults);
        var callbackUrl = Text(body, "callback_url", required: true, faults);
        var token = Text(body, "verification_token", required: true, faults);
        var eventType = Text(body, "event_type", required: true, faults);
        var dataType = Text(body, "data_type", required: true, faults);
        Check(callbackUrl, eventType, dataType, faults);
        if (faults.Count > 0)
        {
            await Answer.InvalidAsync(context, options, faults);
            return;
        }

        await ChallengeAndSaveAsync(context, StatusCodes.Status201Created, token!, new(Guid.NewGuid(), callbackUrl!, eventType!, dataType!, Expiration));
    }

    private async Task UpdateAsync(HttpContext context, Subscription current)
    {
        var faults = new List<InvalidInput>();
        var body = await BodyAsync(context, faults);
        var token = Text(body, "verification_token", required: true, faults);
        var callbackUrl = Text(body, "callback_url", required: false, faults);
        var eventType = Text(body, "event_type", required: false, faults);
        var dataType = Text(body, "data_type", required: false, faults);
        Check(callbackUrl, eventType, dataType, faults);
        if (faults.Count > 0)
        {
            await Answer.InvalidAsync(context, options, faults);
            return;
        }

        await ChallengeAndSaveAsync(context, StatusCodes.Status200OK, token!, current with
        {
            CallbackUrl = callbackUrl ?? current.CallbackUrl,
            EventType = eventType ?? current.EventType,
            DataType = dataType ?? current.DataType,
        });
    }

    private async Task ChallengeAndSaveAsync(HttpContext context, int status, string token, Subscription subscription)
    {
        if (subscriptions.IsTaken(subscription.Id, subscription.EventType, subscription.DataType))
        {
            await ConflictAsync(context, subscription);
        }
        else if (await receiver.ChallengeAsync(subscription.CallbackUrl, token, context.RequestAborted) is { } failure)
        {
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, failure);
        }
        else
        {
            await SaveAsync(context, status, subscription);
        }
    }

    private Task SaveAsync(HttpContext context, int status, Subscription subscription) => subscriptions.TrySave(subscription)
        ? Answer.JsonAsync(context, status, subscription.ToJson())
        : ConflictAsync(context, subscription);

    private static Task ConflictAsync(HttpContext context, Subscription subscription) => Answer.DetailAsync(
        context, StatusCodes.Status409Conflict, $"There is a subscription for {subscription.EventType} of {subscription.DataType}.");

    private Task ForAppAsync(HttpContext context, Func<Task> answer) =>
        context.Request.Headers["x-client-id"] == options.ClientId && context.Request.Headers["x-client-secret"] == options.ClientSecret
            ? answer()
            : Answer.DetailAsync(context, StatusCodes.Status401Unauthorized, "The headers x-client-id and x-client-secret are missing or wrong.");

    private Task ForOneAsync(HttpContext context, Func<Subscription, Task> answer) => ForAppAsync(context, () =>
        subscriptions.TryFind(context.Request.RouteValues["id"] as string, out var subscription)
            ? answer(subscription)
            : Answer.DetailAsync(context, StatusCodes.Status403Forbidden, "There is no such subscription."));

    private void Check(string? callbackUrl, string? eventType, string? dataType, List<InvalidInput> faults)
    {
        if (callbackUrl is not null && !(Uri.TryCreate(callbackUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            faults.Add(new("body", "callback_url", "url_parsing", "Input should be a valid URL", callbackUrl));
        }

        Among(eventType, "event_type", WebhookTypes.Events, faults);
        Among(dataType, "data_type", WebhookTypes.Data(options), faults);
    }

    private static void Among(string? value, string name, IReadOnlyList<string> allowed, List<InvalidInput> faults)
    {
        if (value is not null && !allowed.Contains(value))
        {
            faults.Add(new("body", name, "enum", $"Input should be {string.Join(", ", allowed)}", value));
        }
    }

    private static string? Text(JsonObject? body, string name, bool required, List<InvalidInput> faults)
    {
        if (body is null)
        {
            return null;
        }

        var value = body[name];
        if (value is JsonValue json && json.TryGetValue(out string? text))
        {
            return text;
        }

        if (value is not null)
        {
            faults.Add(new("body", name, "string_type", "Input should be a valid string", value));
        }
        else if (required)
        {
            faults.Add(new("body", name, "missing", "Field required"));
        }

        return null;
    }

    private static async Task<JsonObject?> BodyAsync(HttpContext context, List<InvalidInput> faults)
    {
        try
        {
            if (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) is JsonObject body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Answered below, like a body that isn't an object.
        }

        faults.Add(new("body", "", "json_invalid", "Input should be a JSON object"));
        return null;
    }
}
