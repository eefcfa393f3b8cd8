namespace OuraTeams.Oura;

/// <summary>What happened to a document.</summary>
public enum WebhookEventType
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>It changed.</summary>
    Update,

    /// <summary>It is gone.</summary>
    Delete,
}
