using System.Text.Json;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Tests;

/// <summary>What a fold must say, computed a second time over a list of all rows with plain LINQ. Nothing of the fold's code is used.</summary>
internal sealed class PlainFold
{
    private readonly string _kind;
    private readonly Night[] _nights;
    private readonly List<(DateTimeOffset At, int? Value, int Detail)> _rows = [];

    public PlainFold(string kind, Night[] nights, IEnumerable<JsonElement> rows)
    {
        _kind = kind;
        _nights = nights;
        var said = new HashSet<(DateTimeOffset, int?, int)>();
        foreach (JsonElement row in rows)
        {
            if (!IsUsable(row))
            {
                Unusable++;
            }
            else if (said.Add(Read(row)))
            {
                _rows.Add(Read(row));
            }
        }

        _rows = [.. _rows.OrderBy(row => row.At).ThenBy(row => row.Value ?? -1).ThenBy(row => row.Detail)];
    }

    public int Unusable { get; }

    public IEnumerable<int> ValuesBetween(DateTimeOffset from, DateTimeOffset to) =>
        _rows.Where(row => row.At >= from && row.At < to).Select(row => row.Value).OfType<int>();

    /// <summary>Values by day and metric, rounded as the catalogue says.</summary>
    public IEnumerable<KeyValuePair<string, double>> Values(DateOnly first, DateOnly last)
    {
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            foreach ((string metric, double value) in OfDay(day))
            {
                MetricDefinition definition = MetricCatalogue.Find(metric)!;
                int units = definition.ToUnits((decimal)value);
                if (units != MetricValue.Missing)
                {
                    yield return KeyValuePair.Create($"{day:yyyy-MM-dd} {metric}", definition.FromUnits(units));
                }
            }
        }
    }

    private IEnumerable<(string Metric, double Value)> OfDay(DateOnly day)
    {
        (DateTimeOffset At, int? Value, int Detail)[] ofDay = [.. _rows.Where(row => DayOf(row.At) == day)];
        Night? night = _nights.Where(known => known.Day == day).OrderBy(known => known.From - known.To).ThenBy(known => known.From).Select(known => (Night?)known).FirstOrDefault();
        (DateTimeOffset At, int? Value, int Detail)[] ofNight = [.. _rows.Where(row => night is { } known && row.At >= known.From && row.At < known.To)];
        return _kind switch
        {
            "heartrate" => [.. HeartRates("day", ofDay), .. HeartRates("night", ofNight)],
            "interbeat_interval" => Intervals(ofNight),
            _ => Battery(day, ofDay),
        };
    }

    private static IEnumerable<(string Metric, double Value)> HeartRates(string when, (DateTimeOffset At, int? Value, int Detail)[] rows) => rows.Length == 0
        ? []
        :
        [
            ($"{when}_lowest_heart_rate", rows.Min(row => row.Value!.Value)),
            ($"{when}_average_heart_rate", rows.Average(row => row.Value!.Value)),
            ($"{when}_highest_heart_rate", rows.Max(row => row.Value!.Value)),
        ];

    private static IEnumerable<(string Metric, double Value)> Intervals((DateTimeOffset At, int? Value, int Detail)[] rows)
    {
        double[] intervals = [.. rows.Select(row => row.Value).OfType<int>().Select(value => (double)value)];
        double[] differences =
        [
            .. rows.Zip(rows.Skip(1))
                .Where(pair => pair.First.Value is not null && pair.Second.Value is not null && pair.Second.At > pair.First.At)
                .Where(pair => (pair.Second.At - pair.First.At).TotalMilliseconds <= 1.5 * Math.Max(pair.First.Value!.Value, pair.Second.Value!.Value))
                .Select(pair => (double)(pair.Second.Value!.Value - pair.First.Value!.Value)),
        ];
        if (intervals.Length > 0)
        {
            yield return ("night_average_ibi", intervals.Average());
        }

        if (intervals.Length > 1)
        {
            double mean = intervals.Average();
            yield return ("night_ibi_sdnn", Math.Sqrt(intervals.Sum(value => (value - mean) * (value - mean)) / (intervals.Length - 1)));
        }

        if (differences.Length > 0)
        {
            yield return ("night_ibi_rmssd", Math.Sqrt(differences.Average(value => value * value)));
        }
    }

    private IEnumerable<(string Metric, double Value)> Battery(DateOnly day, (DateTimeOffset At, int? Value, int Detail)[] rows)
    {
        if (rows.Length == 0)
        {
            yield break;
        }

        yield return ("lowest_battery_level", rows.Min(row => row.Value!.Value));
        yield return ("last_battery_level", rows[^1].Value!.Value);
        if (rows.Any(row => row.Detail > 0))
        {
            yield return ("charging_time", _rows.Zip(_rows.Skip(1))
                .Where(pair => pair.First.Detail == 2 && DayOf(pair.First.At) == day && pair.Second.At - pair.First.At <= TimeSpan.FromHours(1))
                .Sum(pair => (pair.Second.At - pair.First.At).TotalSeconds));
        }
    }

    private DateOnly DayOf(DateTimeOffset at)
    {
        DateTimeOffset[] marks = [.. _nights.SelectMany(night => new[] { night.From, night.To }).OrderBy(mark => mark).ThenBy(mark => mark.Offset)];
        TimeSpan offset = marks.Length == 0 ? TimeSpan.Zero : marks.Where(mark => mark <= at).DefaultIfEmpty(marks[0]).Last().Offset;
        return DateOnly.FromDateTime(at.ToOffset(offset).DateTime);
    }

    private bool IsUsable(JsonElement row) => _kind switch
    {
        "heartrate" => row.GetProperty("bpm").GetInt32() is >= 20 and <= 250,
        "interbeat_interval" => row.GetProperty("validity").GetInt32() is not (1 or 3) || row.GetProperty("ibi").GetInt32() is >= 200 and <= 2000,
        _ => row.GetProperty("level").GetInt32() is >= 0 and <= 100,
    };

    private (DateTimeOffset At, int? Value, int Detail) Read(JsonElement row)
    {
        DateTimeOffset at = row.GetProperty("timestamp").GetDateTimeOffset();
        switch (_kind)
        {
            case "heartrate":
                return (at, row.GetProperty("bpm").GetInt32(), row.GetProperty("source").GetString()![0]);
            case "interbeat_interval":
                int validity = row.GetProperty("validity").GetInt32();
                return validity is 1 or 3 ? (at, row.GetProperty("ibi").GetInt32(), validity) : (at, null, 0);
            default:
                return (at, row.GetProperty("level").GetInt32(), row.TryGetProperty("charging", out JsonElement charging) ? charging.GetBoolean() ? 2 : 1 : 0);
        }
    }
}
