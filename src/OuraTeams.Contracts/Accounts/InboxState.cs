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

    /// <summary>When the account was last compared with Oura, or that began.</summary>
    [Id(3)]
    public DateTimeOffset? ReconciledAt { get; set; }

    /// <summary>When the last event was taken in.</summary>
    [Id(4)]
    public DateTimeOffset? LastEventAt { get; set; }

    /// <summary>The longest silence between events so far that ended by itself, fading slowly: the account's habit.</summary>
    [Id(5)]
    public TimeSpan LongestSilence { get; set; }

    /// <summary>Ranges of history that were asked for at the last connecting.</summary>
    [Id(6)]
    public int HistoryAsked { get; set; }
}
