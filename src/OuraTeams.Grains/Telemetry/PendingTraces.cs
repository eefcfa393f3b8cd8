using System.Diagnostics;

namespace OuraTeams.Grains.Telemetry;

/// <summary>The traces of changes that wait to be passed on together.</summary>
internal sealed class PendingTraces
{
    /// <summary>More are not linked: a burst needs no list of all that was in it.</summary>
    private const int Most = 32;

    private readonly List<ActivityContext> _waiting = [];

    /// <summary>A change of the current trace waits.</summary>
    public void Add()
    {
        if (_waiting.Count < Most && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } here)
        {
            _waiting.Add(here.Context);
        }
    }

    /// <summary>Begins the span that passes on what waits: in the first trace, linked with the others.</summary>
    public Activity? Start(string name)
    {
        ActivityContext[] traces = [.. _waiting];
        _waiting.Clear();
        return EventTrace.Start(name, traces);
    }
}
