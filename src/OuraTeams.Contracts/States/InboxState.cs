using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;

namespace OuraTeams.Contracts.States;

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

    /// <summary>What came so far and could not be used: at most one entry for each kind and reason.</summary>
    [Id(7)]
    public List<UnusableCount> Unusable { get; set; } = [];
}

/// <summary>Something to fetch: one document, or all documents of a kind in a range of days.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.inbox-mark")]
public sealed record InboxMark
{
    /// <summary>Kind of document, as webhooks name it.</summary>
    [Id(0)]
    public required string DataType { get; init; }

    /// <summary>The document; null for a range.</summary>
    [Id(1)]
    public string? DocumentId { get; init; }

    /// <summary>First day of a range.</summary>
    [Id(2)]
    public DateOnly? First { get; init; }

    /// <summary>Last day of a range.</summary>
    [Id(3)]
    public DateOnly? Last { get; init; }

    /// <summary>Grows with each repeat: a fetch that began before a repeat doesn't clear the mark.</summary>
    [Id(4)]
    public required long Sequence { get; init; }

    /// <summary>When the first unanswered event was taken in, or the range was asked for.</summary>
    [Id(5)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>Not to be fetched before.</summary>
    [Id(6)]
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>How often the fetch has failed.</summary>
    [Id(7)]
    public int Attempts { get; init; }

    /// <summary>Whether the newest event said that the document is gone.</summary>
    [Id(8)]
    public bool IsDelete { get; init; }

    /// <summary>Whether a read of its range did not contain it, so that it must be asked for by id.</summary>
    [Id(9)]
    public bool Alone { get; init; }

    /// <summary>Who goes first.</summary>
    [Id(10)]
    public RequestPriority Priority { get; init; }

    /// <summary>Whether it compares with Oura: what it finds was missed by webhooks.</summary>
    [Id(11)]
    public bool IsReconcile { get; init; }

    /// <summary>Whether it was not found by its id often enough: a read of its days decides whether it is deleted.</summary>
    [Id(12)]
    public bool ByDays { get; init; }

    /// <summary>Where in a trace the first unanswered event was taken in, as the header <c>traceparent</c> of W3C Trace Context; null when nobody recorded.</summary>
    [Id(13)]
    public string? Trace { get; init; }

    /// <summary>Whether a sync asked for it: the newest rows of a time series, which has no events of its own.</summary>
    [Id(14)]
    public bool IsSync { get; init; }
}
