using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Simulation;

/// <summary>
/// A clock that moves only when it is told to, and knows when the next of its timers is due: so that a test can go from one
/// moment at which something happens to the next.
/// </summary>
internal sealed class SimulatedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Alarm, DateTimeOffset> _alarms = new();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => GetUtcNow();

    /// <summary>When the next timer is due, or null when there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                while (_alarms.TryPeek(out Alarm? alarm, out DateTimeOffset due))
                {
                    if (alarm.Due == due)
                    {
                        return due;
                    }

                    _alarms.Dequeue();
                }

                return null;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Begin(base.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), alarm, dueTime, period), dueTime, period);
        return alarm;
    }

    /// <summary>A timer whose due time is known.</summary>
    private sealed class Alarm(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? Due { get; private set; }

        public void Begin(ITimer timer, TimeSpan dueTime, TimeSpan period)
        {
            _timer = timer;
            Set(dueTime, period);
        }

        public void Ring()
        {
            Set(_period, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Set(dueTime, period);
            return _timer!.Change(dueTime, period);
        }

        public void Dispose()
        {
            Set(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                // Timers see a period of zero as none.
                _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                Due = dueTime < TimeSpan.Zero ? null : clock.Now + dueTime;
                if (Due is { } due)
                {
                    clock._alarms.Enqueue(this, due);
                }
            }
        }
    }
}
