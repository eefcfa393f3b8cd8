namespace OuraTeams.Streaming.Queues;

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

    /// <summary>The allowed part of the caller's request context.</summary>
    [Id(2)]
    public Dictionary<string, object>? RequestContext { get; init; }

    /// <summary>The producer's place in its trace, as the header <c>traceparent</c> of W3C Trace Context.</summary>
    [Id(3)]
    public string? TraceParent { get; init; }

    /// <summary>What tracing systems added to it, as the header <c>tracestate</c>.</summary>
    [Id(4)]
    public string? TraceState { get; init; }
}
