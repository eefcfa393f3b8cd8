namespace OuraTeams.Contracts;

/// <summary>How an app's webhook subscriptions stand.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.subscriptions-view")]
public sealed record SubscriptionsView
{
    /// <summary>One entry for each kind of event of each kind of document that the app's scopes can read.</summary>
    [Id(0)]
    public required IReadOnlyList<SubscriptionView> Subscriptions { get; init; }

    /// <summary>When they were last checked; null when this was not done since the start.</summary>
    [Id(1)]
    public required DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Generation of the verification token that they are moved to.</summary>
    [Id(2)]
    public required int Generation { get; init; }
}
