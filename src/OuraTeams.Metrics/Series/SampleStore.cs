namespace OuraTeams.Metrics.Series;

/// <summary>The rows of a fold by hour. Times are milliseconds since 1970.</summary>
internal sealed class SampleStore
{
    /// <summary>Length of an hour.</summary>
    public const int HourLength = 3_600_000;

    private readonly Dictionary<int, SampleHour> _hours = [];

    /// <summary>Rows of hours that hold more than can be.</summary>
    public int Impossible => _hours.Values.Where(hour => hour.IsImpossible).Sum(hour => hour.Rows);

    /// <summary>Hours with rows, ascending.</summary>
    public IEnumerable<int> Hours => _hours.Keys.Order();

    /// <summary>Adds a row.</summary>
    public void Add(long at, uint packed)
    {
        int number = Hour(at);
        if (!_hours.TryGetValue(number, out SampleHour? hour))
        {
            _hours.Add(number, hour = new SampleHour());
        }

        hour.Add((int)(at - ((long)number * HourLength)), packed);
    }

    /// <summary>Distinct rows of a stretch of time, its end not included, ascending by time.</summary>
    public IEnumerable<(long At, uint Packed)> Between(long from, long to)
    {
        for (int number = Hour(from); (long)number * HourLength < to; number++)
        {
            if (!_hours.TryGetValue(number, out SampleHour? hour))
            {
                continue;
            }

            ReadOnlyMemory<ulong> samples = hour.Samples();
            for (int index = 0; index < samples.Length; index++)
            {
                ulong sample = samples.Span[index];
                long at = ((long)number * HourLength) + (long)(sample >> 32);
                if (at >= from && at < to)
                {
                    yield return (at, (uint)sample);
                }
            }
        }
    }

    private static int Hour(long at) => (int)Math.Floor(at / (double)HourLength);
}
