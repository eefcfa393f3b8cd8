using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Webhooks;

/// <summary>A webhook event: it says which document of whom changed, and carries no data.</summary>
/// <param name="EventType">What happened; a type that is new to us stands for an update, so that the document is looked at.</param>
/// <param name="DataType">Kind of the document, as webhooks name it. Open: Oura adds values.</param>
/// <param name="ObjectId">Id of the document.</param>
/// <param name="EventTime">When Oura says it happened; null when it can't be read. Not ordered against other deliveries.</param>
/// <param name="UserId">Whose it is: <c>personal_info.id</c>.</param>
public sealed record WebhookEvent(WebhookEventType EventType, string DataType, string ObjectId, DateTimeOffset? EventTime, string UserId)
{
    /// <summary>Longest id that is taken. Oura's are UUIDs of 36 characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>The last second of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>The type as Oura wrote it, when it is none that we know.</summary>
    public string? NewType { get; init; }

    /// <summary>Reads the body of a delivery. What names a person, a kind and a document is taken, whatever else is odd about it.</summary>
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
        result = new WebhookEvent(eventType ?? WebhookEventType.Update, dataType, objectId, Time(json), userId) { NewType = eventType is null ? type : null };
        problem = null;
        return true;
    }

    /// <summary>A text with a time, or seconds since 1970.</summary>
    private static DateTimeOffset? Time(JsonElement json) => !json.TryGetProperty("event_time", out JsonElement text) ? null
        : OuraTime.TryRead(text, out DateTimeOffset time) ? time
        : text.ValueKind == JsonValueKind.Number && text.TryGetInt64(out long seconds) && seconds is >= 0 and <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    private static bool TryText(JsonElement json, string name, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? problem)
    {
        value = !json.TryGetProperty(name, out JsonElement element) ? null
            : element.ValueKind == JsonValueKind.String ? element.GetString()
            : element.ValueKind == JsonValueKind.Number ? element.GetRawText()
            : null;
        problem = string.IsNullOrWhiteSpace(value) ? $"{name} is missing."
            : value.Length > MaxIdLength ? $"{name} is longer than {MaxIdLength} characters."
            : null;
        return problem is null;
    }
}
