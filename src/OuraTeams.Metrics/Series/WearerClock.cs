namespace OuraTeams.Metrics.Series;

/// <summary>
/// Which day it was for the wearer. Rows of time series are in UTC; only sleep documents tell the wearer's offset. So an
/// instant has the offset of the last going to bed or getting up at or before it; one before the first known has the
/// offset of that; without any night it is UTC. A change of the clocks in a night counts from its end on, a journey from
/// the next going to bed on.
/// </summary>
public sealed class WearerClock
{
    private const long DayLength = 86_400_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>From when on which offset holds, both in milliseconds, ascending. The first holds before it too.</summary>
    private readonly (long At, long Offset)[] _marks;

    /// <summary>A clock set by these nights. Their order doesn't matter.</summary>
    public WearerClock(IEnumerable<Night> nights)
    {
        ArgumentNullException.ThrowIfNull(nights);
        _marks =
        [
            .. nights
                .SelectMany(night => new[] { night.From, night.To })
                .Select(time => (time.ToUnixTimeMilliseconds(), (long)time.Offset.TotalMilliseconds))
                .Order(),
        ];
        if (_marks.Length == 0)
        {
            _marks = [(0, 0)];
        }
    }

    /// <summary>The wearer's day at an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant)
    {
        long at = instant.ToUnixTimeMilliseconds();
        int mark = Array.FindLastIndex(_marks, known => known.At <= at);
        return DateOnly.FromDayNumber(Epoch + (int)Math.Floor((at + _marks[Math.Max(0, mark)].Offset) / (double)DayLength));
    }

    /// <summary>
    /// When a day was, in milliseconds since 1970, ends not included, ascending. One stretch as a rule; a journey west over
    /// midnight can make two, one to the west over the date line can leave none.
    /// </summary>
    internal IReadOnlyList<(long From, long To)> Stretches(DateOnly day)
    {
        var stretches = new List<(long From, long To)>();
        long midnight = (day.DayNumber - Epoch) * DayLength;
        for (int mark = 0; mark < _marks.Length; mark++)
        {
            long from = midnight - _marks[mark].Offset;
            long to = from + DayLength;
            from = mark == 0 ? from : Math.Max(from, _marks[mark].At);
            to = mark == _marks.Length - 1 ? to : Math.Min(to, _marks[mark + 1].At);
            if (from >= to)
            {
                continue;
            }

            if (stretches.Count > 0 && stretches[^1].To == from)
            {
                stretches[^1] = (stretches[^1].From, to);
            }
            else
            {
                stretches.Add((from, to));
            }
        }

        return stretches;
    }
}
