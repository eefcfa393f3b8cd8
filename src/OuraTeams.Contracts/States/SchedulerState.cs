using OuraTeams.Contracts.Keys;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a scheduler.</summary>
[GenerateSerializer, Alias("ourateams.state.scheduler")]
public sealed record SchedulerState
{
    /// <summary>The accounts that it wakes, and when each is due.</summary>
    [Id(0)]
    public Dictionary<AccountKey, DateTimeOffset> Due { get; set; } = [];

    /// <summary>The routers that hold events for accounts which could not take them, and when each is due.</summary>
    [Id(1)]
    public Dictionary<EventRouteKey, DateTimeOffset> RoutersDue { get; set; } = [];

    /// <summary>The revocations that are under way, and when each is due.</summary>
    [Id(2)]
    public Dictionary<Guid, DateTimeOffset> RevocationsDue { get; set; } = [];
}
