using OuraTeams.Contracts.Recovery;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of the recovery from lost silos.</summary>
[GenerateSerializer, Alias("ourateams.state.recovery")]
public sealed record RecoveryState
{
    /// <summary>Losses that are to be dealt with.</summary>
    [Id(0)]
    public List<NotedLoss> Pending { get; set; } = [];

    /// <summary>Silos whose loss was dealt with, the newest last: others note it late.</summary>
    [Id(1)]
    public List<string> Finished { get; set; } = [];

    /// <summary>The silo that deals with them; null for none.</summary>
    [Id(2)]
    public string? Runner { get; set; }
}
