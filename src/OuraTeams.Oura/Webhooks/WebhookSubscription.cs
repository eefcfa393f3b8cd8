using System.Text.Json.Serialization;

namespace OuraTeams.Oura;

/// <summary>A subscription of the app to one kind of event of one kind of document, for all members who gave the app consent.</summary>
public sealed record WebhookSubscription
{
    /// <summary>Oura's id of it.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Where deliveries go.</summary>
    [JsonPropertyName("callback_url")]
    public required string CallbackUrl { get; init; }

    /// <summary><c>create</c>, <c>update</c> or <c>delete</c>.</summary>
    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    /// <summary>Kind of document, as webhooks name it.</summary>
    [JsonPropertyName("data_type")]
    public required string DataType { get; init; }

    /// <summary>When it ends, UTC; Oura sends it without a zone.</summary>
    [JsonPropertyName("expiration_time")]
    public string? ExpirationTime { get; init; }
}
