using System.Diagnostics;

namespace OuraTeams.Grains.Telemetry;

/// <summary>
/// Keeps what an event leads to in the event's own trace, over the pauses in between: the mark waits in the inbox, the
/// worker fetches later, the partition gathers. No ids are in it.
/// </summary>
internal static class EventTrace
{
    private static readonly ActivitySource Source = new(Instruments.Name);

    /// <summary>
    /// What a mark keeps: where in a trace it was made, as the header <c>traceparent</c> of W3C Trace Context; null when
    /// nobody records. A repeat joins the first, whose trace goes on; its own then ends with a link to that.
    /// </summary>
    /// <param name="first">What the mark keeps already.</param>
    public static string? Mark(string? first)
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C } here)
        {
            return first;
        }

        if (Parse(first) is not { } known)
        {
            return here.Id;
        }

        if (known.TraceId != here.TraceId)
        {
            here.AddLink(new ActivityLink(known));
        }

        return first;
    }

    /// <summary>Begins a span in the first of some traces, linked with the others; in a trace of its own when there is none.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="marks">What marks keep.</param>
    public static Activity? Start(string name, IEnumerable<string?> marks) => Start(name, [.. marks.Select(Parse).OfType<ActivityContext>()]);

    /// <summary>
    /// Begins a span in the first of some traces, linked with the others and with the trace of the caller, who may be a
    /// reader; a child of the current span when there is none.
    /// </summary>
    public static Activity? Start(string name, IReadOnlyList<ActivityContext> traces)
    {
        if (traces.Count == 0)
        {
            return Source.StartActivity(name);
        }

        IEnumerable<ActivityContext> others = Activity.Current is { } caller ? traces.Skip(1).Append(caller.Context) : traces.Skip(1);
        return Source.StartActivity(
            name,
            ActivityKind.Internal,
            traces[0],
            links: others.DistinctBy(trace => trace.TraceId).Where(trace => trace.TraceId != traces[0].TraceId).Select(trace => new ActivityLink(trace)));
    }

    private static ActivityContext? Parse(string? traceParent) => ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext context) ? context : null;
}
