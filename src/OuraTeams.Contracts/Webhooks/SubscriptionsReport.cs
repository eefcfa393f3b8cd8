namespace OuraTeams.Contracts;

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
}
