namespace OuraTeams.Contracts;

/// <summary>What the index of the fleet holds of a ring account; no health data and no token.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.account-summary")]
public sealed record AccountSummary
{
    /// <summary>How it stands with Oura.</summary>
    [Id(0)]
    public required ConnectionStatus Status { get; init; }

    /// <summary>Why the member must connect again.</summary>
    [Id(1)]
    public required ReconnectReason Reason { get; init; }

    /// <summary>When it was connected, or null.</summary>
    [Id(2)]
    public required DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>When data was last read from Oura and stored, or null.</summary>
    [Id(3)]
    public required DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>Documents in the cache.</summary>
    [Id(4)]
    public required int Documents { get; init; }

    /// <summary>Marks that wait to be fetched.</summary>
    [Id(5)]
    public required int Waiting { get; init; }

    /// <summary>Of the waiting marks, those of webhook events.</summary>
    [Id(6)]
    public required int WaitingLive { get; init; }

    /// <summary>Ranges of history that are still to be read.</summary>
    [Id(7)]
    public required int HistoryLeft { get; init; }

    /// <summary>Ranges of history that were asked for at the last connecting.</summary>
    [Id(8)]
    public required int HistoryAsked { get; init; }

    /// <summary>When the next mark is due; null when none waits.</summary>
    [Id(9)]
    public required DateTimeOffset? NextDue { get; init; }

    /// <summary>The rings that were ever paired.</summary>
    [Id(10)]
    public IReadOnlyList<RingView> Rings { get; init; } = [];
}
