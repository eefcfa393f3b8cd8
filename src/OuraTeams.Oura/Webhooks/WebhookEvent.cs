using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace OuraTeams.Oura.Webhooks;

/// <summary>A webhook event: it says which document of whom changed, and carries no data.</summary>
/// <param name="EventType">What happened.</param>
/// <param name="DataType">Kind of the document, as webhooks name it. Open: Oura adds values.</param>
/// <param name="ObjectId">Id of the document.</param>
/// <param name="EventTime">When Oura says it happened. Not ordered against other deliveries.</param>
/// <param name="UserId">Whose it is: <c>personal_info.id</c>.</param>
public sealed record WebhookEvent(WebhookEventType EventType, string DataType, string ObjectId, DateTimeOffset EventTime, string UserId)
{
    /// <summary>Longest id that is taken. Oura's are UUIDs of 36 characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Reads the body of a delivery.</summary>
    /// <param name="body">The raw bytes.</param>
    /// <param name="result">The event, when the body is one.</param>
    /// <param name="problem">Otherwise one sentence that names the field at fault.</param>
    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out WebhookEvent? result, [NotNullWhen(false)] out string? problem)
    {
        result = null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                problem = "The body is not a JSON object.";
                return false;
            }

            return TryRead(json.RootElement, out result, out problem);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Text that is not Unicode shows only when it is read, as an InvalidOperationException.
            result = null;
            problem = "The body is not JSON.";
            return false;
        }
    }

    private static bool TryRead(JsonElement json, [NotNullWhen(true)] out WebhookEvent? result, [NotNullWhen(false)] out string? problem)
    {
        result = null;
        if (!TryText(json, "event_type", out string? type, out problem)
            || !TryText(json, "data_type", out string? dataType, out problem)
            || !TryText(json, "object_id", out string? objectId, out problem)
            || !TryText(json, "event_time", out string? time, out problem)
            || !TryText(json, "user_id", out string? userId, out problem))
        {
            return false;
        }

        WebhookEventType? eventType = type switch
        {
            "create" => WebhookEventType.Create,
            "update" => WebhookEventType.Update,
            "delete" => WebhookEventType.Delete,
            _ => null,
        };
        if (eventType is null)
        {
            problem = "event_type is none of create, update and delete.";
            return false;
        }

        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset eventTime))
        {
            problem = "event_time is not a time.";
            return false;
        }

        result = new WebhookEvent(eventType.Value, dataType, objectId, eventTime, userId);
        problem = null;
        return true;
    }

    private static bool TryText(JsonElement json, string name, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? problem)
    {
        value = json.TryGetProperty(name, out JsonElement element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        problem = string.IsNullOrWhiteSpace(value) ? $"{name} is missing."
            : value.Length > MaxIdLength ? $"{name} is longer than {MaxIdLength} characters."
            : null;
        return problem is null;
    }
}
