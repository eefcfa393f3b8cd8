using System.Text.Json.Nodes;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>What the time series of a member's day must come to, computed from all of the stand-in's rows at once.</summary>
internal sealed class SeriesTruth
{
    /// <summary>Stands for a kind of document in <see cref="Truth"/>.</summary>
    public const string Kind = "series";

    /// <summary>The metrics of time series, and their steps.</summary>
    public static readonly (string Id, decimal Step)[] Metrics =
    [
        .. new[] { "day", "night" }.SelectMany(span => new[]
        {
            ($"{span}_lowest_heart_rate", 1m), ($"{span}_average_heart_rate", 0.01m), ($"{span}_highest_heart_rate", 1m),
        }),
        ("night_average_ibi", 0.1m),
        ("night_ibi_rmssd", 0.1m),
        ("night_ibi_sdnn", 0.1m),
        ("lowest_battery_level", 1m),
        ("last_battery_level", 1m),
        ("charging_time", 1m),
    ];

    private readonly Dictionary<string, decimal?> _values = [];

    public SeriesTruth(World world, string member, DateOnly day)
    {
        (DateTimeOffset From, DateTimeOffset To, DateOnly Day)[] nights =
        [
            .. world.Documents(member, "sleep")
                .GroupBy(sleep => sleep.Day)
                .Select(sleeps => (sleeps.Key, Truth.Night(sleeps.Select(sleep => sleep.Body))))
                .Where(night => night.Item2 is not null)
                .Select(night => (Time(night.Item2!, "bedtime_start"), Time(night.Item2!, "bedtime_end"), night.Key)),
        ];
        DateTimeOffset[] clock = [.. nights.SelectMany(night => new[] { night.From, night.To }).Order()];
        DateOnly DayOf(DateTimeOffset time)
        {
            TimeSpan offset = clock.Length == 0 ? TimeSpan.Zero : (clock.Any(mark => mark <= time) ? clock.Last(mark => mark <= time) : clock[0]).Offset;
            return DateOnly.FromDateTime(time.ToOffset(offset).DateTime);
        }

        var around = new DateTimeOffset(day, default, TimeSpan.Zero);
        List<(DateTimeOffset At, JsonObject Row)> Rows(string series) =>
            [.. world.Rows(member, series, around.AddHours(-30), around.AddHours(40)).Select(row => (Time(row, "timestamp"), row))];
        (DateTimeOffset From, DateTimeOffset To, DateOnly Day)? tonight = nights.Where(night => night.Day == day).Select(night => ((DateTimeOffset, DateTimeOffset, DateOnly)?)night).FirstOrDefault();

        // A training adds rows of its own; one that says the same of the same time as another can't be told from a repeat.
        List<(DateTimeOffset At, JsonObject Row)> rates = [.. Rows("heartrate").DistinctBy(row => (row.At, (int)row.Row["bpm"]!, (string?)row.Row["source"]))];
        Rates("day", [.. rates.Where(row => DayOf(row.At) == day).Select(row => (decimal)(int)row.Row["bpm"]!)]);
        Rates("night", [.. rates.Where(row => row.At >= tonight?.From && row.At < tonight?.To).Select(row => (decimal)(int)row.Row["bpm"]!)]);

        List<(DateTimeOffset At, JsonObject Row)> charges = Rows("ring_battery_level");
        JsonObject[] today = [.. charges.Where(row => DayOf(row.At) == day).Select(row => row.Row)];
        _values["lowest_battery_level"] = today.Min(row => (int?)row["level"]);
        _values["last_battery_level"] = (int?)today.LastOrDefault()?["level"];
        _values["charging_time"] = today.All(row => row["charging"] is null) ? null : charges.Zip(charges.Skip(1))
            .Where(pair => (bool?)pair.First.Row["charging"] == true && DayOf(pair.First.At) == day && pair.Second.At - pair.First.At <= TimeSpan.FromHours(1))
            .Sum(pair => (decimal)(pair.Second.At - pair.First.At).TotalSeconds);
    }

    public decimal? Value(string metric) => _values.GetValueOrDefault(metric);

    private void Rates(string span, decimal[] rates)
    {
        if (rates.Length > 0)
        {
            _values[$"{span}_lowest_heart_rate"] = rates.Min();
            _values[$"{span}_average_heart_rate"] = rates.Sum() / rates.Length;
            _values[$"{span}_highest_heart_rate"] = rates.Max();
        }
    }

    private static DateTimeOffset Time(JsonObject json, string field) => DateTimeOffset.Parse((string)json[field]!);
}
