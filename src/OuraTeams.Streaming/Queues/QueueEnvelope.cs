namespace OuraTeams.Streaming;

/// <summary>What is stored of one call to a stream: its events and the caller's context.</summary>
[GenerateSerializer, Alias("ourateams.queue-envelope")]
internal sealed class QueueEnvelope
{
    /// <summary>The stream.</summary>
    [Id(0)]
    public required StreamId StreamId { get; init; }

    /// <summary>The events, in order.</summary>
    [Id(1)]
    public required List<object> Events { get; init; }

    /// <summary>The caller's request context.</summary>
    [Id(2)]
    public Dictionary<string, object>? RequestContext { get; init; }
}
