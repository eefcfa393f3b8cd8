using Orleans.Concurrency;

namespace OuraTeams.Contracts.Webhooks;

/// <summary>Owns the webhook subscriptions of one Oura app; key: the app's name in our settings.</summary>
[Alias("ourateams.IWebhookSubscriptionsGrain")]
public interface IWebhookSubscriptionsGrain : IGrainWithStringKey
{
    /// <summary>Makes what is missing and moves what calls another address or has an earlier verification token; what stands already is left alone.</summary>
    /// <exception cref="InvalidOperationException">The settings name no such app.</exception>
    /// <exception cref="OuraNotAnsweringException">Oura gave no usable answer.</exception>
    [Alias("Ensure")]
    Task<SubscriptionsReport> EnsureAsync();

    /// <summary>How each subscription stands at Oura now; changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The settings name no such app.</exception>
    /// <exception cref="OuraNotAnsweringException">Oura gave no usable answer.</exception>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<SubscriptionsView> GetAsync();
}

/// <summary>How an app's webhook subscriptions stand after a check.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.subscriptions-report")]
public sealed record SubscriptionsReport
{
    /// <summary>Subscriptions that are as they should be.</summary>
    [Id(0)]
    public required int Standing { get; init; }

    /// <summary>Of them, made by this check.</summary>
    [Id(1)]
    public required int Created { get; init; }

    /// <summary>What could not be made: <c>data_type.event_type</c> and why.</summary>
    [Id(2)]
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Of the standing, moved to our address by this check.</summary>
    [Id(3)]
    public required int Repaired { get; init; }

    /// <summary>Of the standing, prolonged by this check.</summary>
    [Id(4)]
    public required int Renewed { get; init; }

    /// <summary>Taken away by this check: a second one for a pair.</summary>
    [Id(5)]
    public required int Removed { get; init; }

    /// <summary>Subscriptions of the app that could not be read and were left alone.</summary>
    [Id(6)]
    public int Unreadable { get; init; }
}

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

/// <summary>A grain could not do what it was asked, since Oura gave no usable answer. Later it may.</summary>
[GenerateSerializer, Alias("ourateams.oura-not-answering")]
public sealed class OuraNotAnsweringException : Exception
{
    /// <summary>Without a reason.</summary>
    public OuraNotAnsweringException()
    {
    }

    /// <summary>With one sentence that says what Oura answered; holds no secret.</summary>
    public OuraNotAnsweringException(string message)
        : base(message)
    {
    }

    /// <summary>With the failure behind it, which stays in its process.</summary>
    public OuraNotAnsweringException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
