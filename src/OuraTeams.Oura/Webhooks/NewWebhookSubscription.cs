using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Webhooks;

/// <summary>What a subscription shall be.</summary>
public sealed record NewWebhookSubscription
{
    /// <summary>Where deliveries shall go.</summary>
    [JsonPropertyName("callback_url")]
    public required Uri CallbackUrl { get; init; }

    /// <summary>Oura sends it with the challenge, so that the callback knows whose challenge it is.</summary>
    [JsonPropertyName("verification_token")]
    public required string VerificationToken { get; init; }

    /// <summary>Which kind of event.</summary>
    [JsonPropertyName("event_type")]
    public required OpenEnum<WebhookEventType> EventType { get; init; }

    /// <summary>Which kind of document.</summary>
    [JsonPropertyName("data_type")]
    public required OpenEnum<WebhookDataType> DataType { get; init; }

    /// <summary>Never prints the verification token.</summary>
    public override string ToString() => $"{DataType}.{EventType}";
}
