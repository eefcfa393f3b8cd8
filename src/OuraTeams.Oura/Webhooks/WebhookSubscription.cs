using System.Text.Json.Serialization;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Webhooks;

/// <summary>A subscription of the app to one kind of event of one kind of document, for all members who gave the app consent.</summary>
public sealed record WebhookSubscription : OpenRecord
{
    /// <summary>Oura's id of it.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Where deliveries go.</summary>
    [JsonPropertyName("callback_url")]
    public required string CallbackUrl { get; init; }

    /// <summary>Which kind of event.</summary>
    [JsonPropertyName("event_type")]
    public required OpenEnum<WebhookEventType> EventType { get; init; }

    /// <summary>Which kind of document.</summary>
    [JsonPropertyName("data_type")]
    public required OpenEnum<WebhookDataType> DataType { get; init; }

    /// <summary>When it ends. Oura sends it without a zone; it is UTC. Null when Oura did not say.</summary>
    [JsonPropertyName("expiration_time")]
    public DateTimeOffset? ExpirationTime { get; init; }
}
