namespace OuraTeams.Contracts.States;

/// <summary>Stored state of an app's webhook subscriptions.</summary>
[GenerateSerializer, Alias("ourateams.state.subscriptions")]
public sealed record SubscriptionsState
{
    /// <summary>By Oura's id of a subscription: the generation of the verification token that it was last verified with.</summary>
    [Id(0)]
    public Dictionary<string, int> Generations { get; set; } = [];

    /// <summary>The check that may be under way; null for none. Written before anything is changed at Oura.</summary>
    [Id(1)]
    public Guid? Check { get; set; }

    /// <summary>After this moment that check is taken for dead.</summary>
    [Id(2)]
    public DateTimeOffset CheckUntil { get; set; }
}
