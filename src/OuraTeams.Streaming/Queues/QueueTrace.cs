using System.Diagnostics;

namespace OuraTeams.Streaming.Queues;

/// <summary>Joins the consumer's trace to the producer's. No ids of streams are in it: they may name members.</summary>
internal static class QueueTrace
{
    private static readonly ActivitySource Source = new(Instruments.Name);

    /// <summary>Begins the producer's part.</summary>
    public static Activity? StartAppend(string provider) => Source.StartActivity("queue append", ActivityKind.Producer)
        ?.SetTag("messaging.system", "ourateams").SetTag("messaging.operation.type", "send").SetTag("messaging.destination.name", provider);

    /// <summary>Begins the consumer's part, as a child of what the envelope carries.</summary>
    public static Activity? StartDelivery(QueueEnvelope envelope)
    {
        if (envelope.TraceParent is not { } parent || !ActivityContext.TryParse(parent, envelope.TraceState, isRemote: true, out ActivityContext context))
        {
            return null;
        }

        return Source.StartActivity("queue deliver", ActivityKind.Consumer, context)
            ?.SetTag("messaging.system", "ourateams").SetTag("messaging.operation.type", "process");
    }

    /// <summary>What to carry of the current trace.</summary>
    public static (string? Parent, string? State) Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
        ? (activity.Id, activity.TraceStateString)
        : (null, null);
}
