using System.Collections.Concurrent;

namespace OuraTeams.Sandbox.Tests;

/// <summary>The system's clock, but every wait other than for an answer is over at once; what was waited for is kept.</summary>
internal sealed class PauselessClock : TimeProvider
{
    private static readonly TimeSpan PatienceForAnswers = TimeSpan.FromSeconds(10);

    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == PatienceForAnswers)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Pauses.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
