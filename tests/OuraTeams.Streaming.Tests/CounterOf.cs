using System.Diagnostics.Metrics;

namespace OuraTeams.Streaming.Tests;

/// <summary>Adds up what one counter of the queue counts, from its making on.</summary>
internal sealed class CounterOf : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _total;

    public CounterOf(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instruments.Name && instrument.Name == name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _total, value));
        _listener.Start();
    }

    public long Total => Interlocked.Read(ref _total);

    public void Dispose() => _listener.Dispose();
}
