using Orleans.Concurrency;
using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Contracts.Organizations;

/// <summary>The newest changes of connections in an organization; key: its id. What a change costs does not depend on how many there were.</summary>
[Alias("ourateams.IConnectionLogGrain")]
public interface IConnectionLogGrain : IGrainWithStringKey
{
    /// <summary>Takes a change of a ring's connection. The same change again does no harm; one of an organization that there is not is dropped.</summary>
    [AlwaysInterleave]
    [Alias("Note")]
    Task NoteAsync(ConnectionChange change);

    /// <summary>Reads the changes after one, waiting some seconds when there is none yet.</summary>
    /// <param name="after">Number of the last change that the caller has; null to begin with the oldest that is held.</param>
    /// <param name="cancellation">Ends the wait.</param>
    [AlwaysInterleave]
    [Alias("Read")]
    Task<ConnectionChanges> ReadAsync(long? after, CancellationToken cancellation);

    /// <summary>Forgets all changes: the organization is deleted.</summary>
    [Alias("Clear")]
    Task ClearAsync();
}

/// <summary>A ring's connection changed. It says nothing of the Oura user.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.connection-change")]
public sealed record ConnectionChange
{
    /// <summary>Id of the member whose ring it is, in the organization.</summary>
    [Id(0)]
    public required string Member { get; init; }

    /// <summary>Incarnation of the ring account.</summary>
    [Id(1)]
    public required long Incarnation { get; init; }

    /// <summary>The account's own count of its changes.</summary>
    [Id(2)]
    public required long Change { get; init; }

    /// <summary>How it stands now.</summary>
    [Id(3)]
    public required ConnectionStatus Status { get; init; }

    /// <summary>Why the member must connect again.</summary>
    [Id(4)]
    public required ReconnectReason Reason { get; init; }

    /// <summary>When the organization was told.</summary>
    [Id(5)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A change in an organization's log of them.</summary>
/// <param name="Number">Grows by one with each change of the organization; the first has 1.</param>
/// <param name="Change">The change.</param>
[GenerateSerializer, Immutable, Alias("ourateams.numbered-connection-change")]
public sealed record NumberedConnectionChange([property: Id(0)] long Number, [property: Id(1)] ConnectionChange Change);

/// <summary>What a log answers.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.connection-changes")]
public sealed record ConnectionChanges
{
    /// <summary>Number of the oldest change that is held; one more than <see cref="Newest"/> when none is.</summary>
    [Id(0)]
    public required long Oldest { get; init; }

    /// <summary>Number of the newest change; 0 before the first.</summary>
    [Id(1)]
    public required long Newest { get; init; }

    /// <summary>False when the log can't go on where the caller is: what follows is not held any more, or the caller's number is ahead of the newest.</summary>
    [Id(2)]
    public required bool GoesOn { get; init; }

    /// <summary>The changes, without a gap; none when the wait has ended without one. More may follow.</summary>
    [Id(3)]
    public required IReadOnlyList<NumberedConnectionChange> Changes { get; init; }
}
