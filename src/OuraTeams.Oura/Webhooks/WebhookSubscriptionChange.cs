using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Webhooks;

/// <summary>What shall change in a subscription. What is null stays as it is.</summary>
public sealed record WebhookSubscriptionChange
{
    /// <summary>Oura sends it with the challenge, so that the callback knows whose challenge it is.</summary>
    [JsonPropertyName("verification_token")]
    public required string VerificationToken { get; init; }

    /// <summary>Where deliveries shall go.</summary>
    [JsonPropertyName("callback_url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Uri? CallbackUrl { get; init; }

    /// <summary>Which kind of event.</summary>
    [JsonPropertyName("event_type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenEnum<WebhookEventType>? EventType { get; init; }

    /// <summary>Which kind of document.</summary>
    [JsonPropertyName("data_type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OpenEnum<WebhookDataType>? DataType { get; init; }

    /// <summary>Never prints the verification token.</summary>
    public override string ToString() => nameof(WebhookSubscriptionChange);
}
