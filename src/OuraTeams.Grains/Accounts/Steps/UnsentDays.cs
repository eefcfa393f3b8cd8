using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>What the days that wait to be sent come from: the fetch notes it, the send passes it on.</summary>
internal sealed class UnsentDays
{
    /// <summary>The traces that led to them.</summary>
    public PendingTraces Traces { get; } = new();

    /// <summary>When the oldest webhook event behind them was taken in; null when there is none.</summary>
    public DateTimeOffset? OldestEvent { get; private set; }

    /// <summary>More days wait.</summary>
    public void Add(DateTimeOffset? oldestEvent)
    {
        Traces.Add();
        if (oldestEvent is { } oldest && !(OldestEvent <= oldest))
        {
            OldestEvent = oldest;
        }
    }

    /// <summary>Takes the oldest event: the days go out.</summary>
    public DateTimeOffset? Take()
    {
        DateTimeOffset? oldest = OldestEvent;
        OldestEvent = null;
        return oldest;
    }
}
