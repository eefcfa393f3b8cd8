namespace OuraTeams.Contracts;

/// <summary>Stored state of a ring account: what has to be fetched.</summary>
[GenerateSerializer, Alias("ourateams.state.inbox")]
public sealed record InboxState
{
    /// <summary>The marks, at most one for each document and for each range.</summary>
    [Id(0)]
    public List<InboxMark> Marks { get; set; } = [];

    /// <summary>Number of the last mark or repeat of a mark.</summary>
    [Id(1)]
    public long Sequence { get; set; }

    /// <summary>When data was last read and stored.</summary>
    [Id(2)]
    public DateTimeOffset? LastSyncedAt { get; set; }
}
