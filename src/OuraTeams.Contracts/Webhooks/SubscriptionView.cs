namespace OuraTeams.Contracts;

/// <summary>How one webhook subscription stands.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.subscription-view")]
public sealed record SubscriptionView
{
    /// <summary>Kind of document, as webhooks name it.</summary>
    [Id(0)]
    public required string DataType { get; init; }

    /// <summary>Kind of event.</summary>
    [Id(1)]
    public required string EventType { get; init; }

    /// <summary>Whether it stands at Oura, calls our address and has not ended.</summary>
    [Id(2)]
    public required bool Standing { get; init; }

    /// <summary>When it ends; null when it doesn't stand or Oura did not say.</summary>
    [Id(3)]
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Generation of the verification token that it was last verified with; null when that is not known.</summary>
    [Id(4)]
    public required int? Generation { get; init; }

    /// <summary>Why it is not as it should be; empty when it is.</summary>
    [Id(5)]
    public required string Problem { get; init; }
}
