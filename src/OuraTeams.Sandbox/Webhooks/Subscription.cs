using System.Globalization;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Webhooks;

/// <summary>Where events of one type about one kind of data go.</summary>
internal sealed record Subscription(
    Guid Id, string CallbackUrl, string EventType, string DataType, DateTimeOffset ExpiresAt)
{
    /// <summary>The subscription as the API writes it: the expiration is UTC and has no offset.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id.ToString(),
        ["callback_url"] = CallbackUrl,
        ["event_type"] = EventType,
        ["data_type"] = DataType,
        ["expiration_time"] = ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
    };
}
