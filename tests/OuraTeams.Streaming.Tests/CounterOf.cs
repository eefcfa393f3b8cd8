using System.Diagnostics.Metrics;

namespace OuraTeams.Streaming.Tests;

/// <summary>
/// Adds up what one counter of the queue counts on behalf of the test that made this, from then on: other tests use the
/// counter at the same time.
/// </summary>
internal sealed class CounterOf : IDisposable
{
    private static readonly AsyncLocal<CounterOf?> Mine = new();
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
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _total, Mine.Value == this ? value : 0));
        Mine.Value = this;
        _listener.Start();
    }

    public long Total => Interlocked.Read(ref _total);

    public void Dispose() => _listener.Dispose();
}
