using System.Diagnostics.Metrics;
using OuraTeams.Server.Intake;

namespace OuraTeams.Demo;

/// <summary>Listens to the instruments that the table shows: events taken in, and the time from there to the team's columns.</summary>
internal sealed class DemoMeters : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _events = [];
    private readonly Queue<(DateTimeOffset At, double Seconds)> _lags = [];

    public DemoMeters(TimeProvider clock)
    {
        _clock = clock;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is IntakeInstruments.DeliveriesName or OuraTeams.Grains.Telemetry.Instruments.EventToAggregateName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(OnDelivery);
        _listener.SetMeasurementEventCallback<double>(OnLag);
        _listener.Start();
    }

    /// <summary>Events taken in since the start.</summary>
    public long Events { get; private set; }

    /// <summary>Events a second over the last ten seconds.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset from = _clock.GetUtcNow() - Window;
                while (_events.TryPeek(out DateTimeOffset at) && at < from)
                {
                    _events.Dequeue();
                }

                return _events.Count / Window.TotalSeconds;
            }
        }
    }

    /// <summary>Median and greatest time from intake to the columns over the last ten seconds, in seconds; null when none ended.</summary>
    public (double Median, double Greatest)? Lag
    {
        get
        {
            lock (_lock)
            {
                DateTimeOffset from = _clock.GetUtcNow() - Window;
                while (_lags.TryPeek(out (DateTimeOffset At, double Seconds) lag) && lag.At < from)
                {
                    _lags.Dequeue();
                }

                double[] sorted = [.. _lags.Select(lag => lag.Seconds).Order()];
                return sorted.Length == 0 ? null : (sorted[sorted.Length / 2], sorted[^1]);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void OnDelivery(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag is { Key: "outcome", Value: "accepted" })
            {
                lock (_lock)
                {
                    Events += count;
                    _events.Enqueue(_clock.GetUtcNow());
                }
            }
        }
    }

    private void OnLag(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_lock)
        {
            _lags.Enqueue((_clock.GetUtcNow(), seconds));
        }
    }
}
