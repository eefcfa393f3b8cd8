namespace OuraTeams.Contracts;

/// <summary>A webhook event on its way from intake to the ring accounts. Says what changed; carries no data.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.ring-event")]
public sealed record RingEvent
{
    /// <summary>Kind of the document, as webhooks name it.</summary>
    [Id(0)]
    public required string DataType { get; init; }

    /// <summary>Id of the document.</summary>
    [Id(1)]
    public required string ObjectId { get; init; }

    /// <summary>Whether the event says that the document is gone.</summary>
    [Id(2)]
    public required bool IsDelete { get; init; }

    /// <summary>When Oura says it happened.</summary>
    [Id(3)]
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>When intake took it.</summary>
    [Id(4)]
    public required DateTimeOffset ReceivedAt { get; init; }
}
