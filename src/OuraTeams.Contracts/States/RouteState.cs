using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a router.</summary>
[GenerateSerializer, Alias("ourateams.state.route")]
public sealed record RouteState
{
    /// <summary>The accounts that get this Oura user's events: one for each organization that they connected to.</summary>
    [Id(0)]
    public List<AccountKey> Accounts { get; set; } = [];

    /// <summary>Events that an account could not take, in the order of their arrival.</summary>
    [Id(1)]
    public List<UndeliveredEvent> Undelivered { get; set; } = [];
}

/// <summary>An event that an account could not take.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.undelivered-event")]
public sealed record UndeliveredEvent
{
    /// <summary>The account.</summary>
    [Id(0)]
    public required AccountKey Account { get; init; }

    /// <summary>The event; of several about the same document, the newest.</summary>
    [Id(1)]
    public required RingEvent Event { get; init; }

    /// <summary>Since when the account has not taken an event about this document.</summary>
    [Id(2)]
    public required DateTimeOffset Since { get; init; }
}
