using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Webhooks;

/// <summary>What happened to a document.</summary>
public enum WebhookEventType
{
    /// <summary>It is new.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>It changed.</summary>
    [JsonStringEnumMemberName("update")]
    Update,

    /// <summary>It is gone.</summary>
    [JsonStringEnumMemberName("delete")]
    Delete,
}
