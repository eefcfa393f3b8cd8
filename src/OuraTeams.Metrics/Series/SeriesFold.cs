using System.Text.Json;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Series;

/// <summary>
/// Folds the rows of a time series, as they stream in, into a reading a day and figures an hour. Rows may come in any order
/// and more than once: rows with the same time that say the same count once, and the result is the same. Of a row eight
/// bytes are kept for the fold's life, at most <see cref="SampleHour.Most"/> an hour; nothing of them goes into the result.
/// </summary>
public sealed class SeriesFold
{
    /// <summary>The most days of one fold. Oura answers 30 days of heart rate at once.</summary>
    public const int LongestDays = 31;

    private readonly string _kind;
    private readonly SeriesRule _rule;
    private readonly SampleStore _rows = new();
    private readonly List<(DateOnly Day, IReadOnlyList<(long From, long To)> Stretches, (long From, long To)? Night)> _days = [];
    private readonly long _from;
    private readonly long _to;
    private int _unusable;

    private SeriesFold(string kind, SeriesRule rule, DateOnly first, DateOnly last, IReadOnlyList<Night> nights)
    {
        _kind = kind;
        _rule = rule;
        var clock = new WearerClock(nights);
        ILookup<DateOnly, Night> byDay = nights.ToLookup(night => night.Day);
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            _days.Add((day, clock.Stretches(day), Longest(byDay[day])));
        }

        (long From, long To)[] needed = [.. _days.SelectMany(day => day.Night is { } night ? day.Stretches.Append(night) : day.Stretches)];
        if (needed.Length > 0)
        {
            // Whole hours, so that the figures of the outermost are complete.
            _from = WholeHour(needed.Min(stretch => stretch.From), Math.Floor);
            _to = WholeHour(needed.Max(stretch => stretch.To) + (long)rule.Beyond.TotalMilliseconds, Math.Ceiling);
        }
    }

    /// <summary>From when on rows have to be read, for the days and their nights to be complete: a whole hour, UTC.</summary>
    public DateTimeOffset From => DateTimeOffset.FromUnixTimeMilliseconds(_from);

    /// <summary>Until when, not included: a whole hour, UTC. Equal to <see cref="From"/> when there is nothing to read.</summary>
    public DateTimeOffset To => DateTimeOffset.FromUnixTimeMilliseconds(_to);

    /// <summary>
    /// Rows that had no time or no plausible value, wherever they belonged, and all of an hour with more rows than there can
    /// be. Rows outside of <see cref="From"/> and <see cref="To"/> are left out and not among them.
    /// </summary>
    public int Unusable => _unusable + _rows.Impossible;

    /// <summary>Begins a fold.</summary>
    /// <param name="kind">The time series, as routes name it.</param>
    /// <param name="first">First of the wearer's days.</param>
    /// <param name="last">Last of them, at most <see cref="LongestDays"/> in all.</param>
    /// <param name="nights">
    /// The nights that are known, those around the days too: they set the wearer's clock. Of several of one day the longest counts.
    /// </param>
    /// <exception cref="ArgumentException">The series is unknown, the days are too many or none, or a night ends before it began.</exception>
    public static SeriesFold For(string kind, DateOnly first, DateOnly last, IReadOnlyList<Night> nights)
    {
        ArgumentNullException.ThrowIfNull(nights);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last.DayNumber - first.DayNumber, LongestDays - 1, nameof(last));
        if (nights.Any(night => night.To <= night.From))
        {
            throw new ArgumentException("A night must end after it began.", nameof(nights));
        }

        SeriesRule rule = kind switch
        {
            "heartrate" => new HeartRateRule(),
            "interbeat_interval" => new InterbeatRule(),
            "ring_battery_level" => new BatteryRule(),
            _ => throw new ArgumentException($"There is no time series {kind}.", nameof(kind)),
        };
        return new SeriesFold(kind, rule, first, last, nights);
    }

    /// <summary>Takes in a row. It may be disposed of afterwards.</summary>
    public void Add(JsonElement row)
    {
        if (!TryRead(row, out long at, out uint packed))
        {
            _unusable++;
        }
        else if (at >= _from && at < _to)
        {
            _rows.Add(at, packed);
        }
    }

    /// <summary>The reading of each day that the rows give a metric, ascending.</summary>
    public IReadOnlyList<DocumentReading> Readings()
    {
        var readings = new List<DocumentReading>();
        foreach ((DateOnly day, IReadOnlyList<(long From, long To)> stretches, (long From, long To)? night) in _days)
        {
            (int Number, int Units)[] values = Values(_rule.Metrics(_rows, stretches, night));
            if (values.Length > 0)
            {
                readings.Add(new DocumentReading
                {
                    Kind = _kind,
                    DocumentId = $"{day:yyyy-MM-dd}",
                    Day = day,
                    Role = DocumentRole.Daily,
                    Values = values,
                });
            }
        }

        return readings;
    }

    /// <summary>The figures of each hour from <see cref="From"/> to <see cref="To"/> with rows that count, ascending.</summary>
    public IReadOnlyList<HourFigures> Hours() =>
    [
        .. _rows.Hours
            .Select(hour => new HourFigures(
                hour, _rule.Figures(_rows.Between((long)hour * SampleStore.HourLength, (hour + 1L) * SampleStore.HourLength))))
            .Where(hour => hour.Figures.Count > 0),
    ];

    private bool TryRead(JsonElement row, out long at, out uint packed)
    {
        (at, packed) = (0, 0);
        try
        {
            if (SeriesRow.Time(row) is not { } time || _rule.Pack(row) is not { } said)
            {
                return false;
            }

            (at, packed) = (time, said);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Text with escapes that are no Unicode is found only when it is read.
            return false;
        }
    }

    private static (int Number, int Units)[] Values(IEnumerable<(string Metric, double? Value)> metrics) =>
    [
        .. metrics
            .Where(metric => metric.Value is not null)
            .Select(metric => (Definition: MetricCatalogue.Find(metric.Metric)!, Value: (decimal)metric.Value!.Value))
            .Select(metric => (metric.Definition.Number, Units: metric.Definition.ToUnits(metric.Value)))
            .Where(value => value.Units != MetricValue.Missing)
            .OrderBy(value => value.Number),
    ];

    private static (long From, long To)? Longest(IEnumerable<Night> nights) => nights
        .OrderByDescending(night => night.To - night.From)
        .ThenBy(night => night.From)
        .Select(night => ((long From, long To)?)(night.From.ToUnixTimeMilliseconds(), night.To.ToUnixTimeMilliseconds()))
        .FirstOrDefault();

    private static long WholeHour(long at, Func<double, double> round) => (long)round(at / (double)SampleStore.HourLength) * SampleStore.HourLength;
}
