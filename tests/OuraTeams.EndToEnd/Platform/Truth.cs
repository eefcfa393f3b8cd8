using System.Text.Json.Nodes;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>
/// What a team's summary must say, computed from the stand-in's documents alone: nothing of the platform's arithmetic is
/// used, and its table of metrics is written down here a second time.
/// </summary>
internal static class Truth
{
    private static readonly (string Id, string Kind, string Field, decimal Step)[] Metrics =
    [
        ("sleep_score", "daily_sleep", "score", 1),
        .. new[] { "deep_sleep", "efficiency", "latency", "rem_sleep", "restfulness", "timing", "total_sleep" }
            .Select(name => ($"sleep_contributor_{name}", "daily_sleep", $"contributors.{name}", 1m)),
        ("readiness_score", "daily_readiness", "score", 1),
        .. new[]
            {
                "activity_balance", "body_temperature", "hrv_balance", "previous_day_activity", "previous_night", "recovery_index",
                "resting_heart_rate", "sleep_balance", "sleep_regularity",
            }
            .Select(name => ($"readiness_contributor_{name}", "daily_readiness", $"contributors.{name}", 1m)),
        ("temperature_deviation", "daily_readiness", "temperature_deviation", 0.01m),
        ("temperature_trend_deviation", "daily_readiness", "temperature_trend_deviation", 0.01m),
        ("activity_score", "daily_activity", "score", 1),
        .. new[] { "meet_daily_targets", "move_every_hour", "recovery_time", "stay_active", "training_frequency", "training_volume" }
            .Select(name => ($"activity_contributor_{name}", "daily_activity", $"contributors.{name}", 1m)),
        .. new[]
            {
                "steps", "active_calories", "total_calories", "equivalent_walking_distance", "high_activity_time", "medium_activity_time",
                "low_activity_time", "sedentary_time", "resting_time", "non_wear_time", "inactivity_alerts",
            }
            .Select(name => (name, "daily_activity", name, 1m)),
        ("average_met_minutes", "daily_activity", "average_met_minutes", 0.01m),
        .. new[]
            {
                "total_sleep_duration", "deep_sleep_duration", "light_sleep_duration", "rem_sleep_duration", "awake_time", "time_in_bed",
                "restless_periods", "lowest_heart_rate", "average_hrv",
            }
            .Select(name => (name, "night", name, 1m)),
        ("sleep_latency", "night", "latency", 1),
        ("sleep_efficiency", "night", "efficiency", 1),
        ("average_heart_rate", "night", "average_heart_rate", 0.01m),
        ("average_breath", "night", "average_breath", 0.01m),
        ("sleep_outside_night", "naps", "total_sleep_duration", 1),
        ("spo2", "daily_spo2", "spo2_percentage.average", 0.1m),
        ("breathing_disturbance_index", "daily_spo2", "breathing_disturbance_index", 1),
        ("stress_time", "daily_stress", "stress_high", 1),
        ("recovery_time", "daily_stress", "recovery_high", 1),
        ("resilience_level", "daily_resilience", "level", 1),
        ("resilience_sleep_recovery", "daily_resilience", "contributors.sleep_recovery", 0.1m),
        ("resilience_daytime_recovery", "daily_resilience", "contributors.daytime_recovery", 0.1m),
        ("resilience_stress", "daily_resilience", "contributors.stress", 0.1m),
        ("cardiovascular_age", "daily_cardiovascular_age", "vascular_age", 1),
        ("pulse_wave_velocity", "daily_cardiovascular_age", "pulse_wave_velocity", 0.01m),
        ("vo2_max", "vO2_max", "vo2_max", 0.1m),
        ("workouts", "workout", "count", 1),
        ("workout_time", "workout", "length", 1),
        ("hard_workout_time", "hard_workout", "length", 1),
        ("workout_calories", "workout", "calories", 1),
        ("workout_distance", "workout", "distance", 1),
        ("sessions", "session", "count", 1),
        ("session_time", "session", "length", 1),
        ("bedtime", "night", "bedtime_start", 1),
        ("wake_time", "night", "bedtime_end", 1),
        .. new[] { "high_activity_met_minutes", "medium_activity_met_minutes", "low_activity_met_minutes", "sedentary_met_minutes" }
            .Select(name => (name, "daily_activity", name, 1m)),
        ("moderate_workout_time", "moderate_workout", "length", 1),
        ("easy_workout_time", "easy_workout", "length", 1),
        ("recommended_bedtime_start", "sleep_time", "optimal_bedtime.start_offset", 1),
        ("recommended_bedtime_end", "sleep_time", "optimal_bedtime.end_offset", 1),
        ("rest_modes_begun", "rest_mode_period", "count", 1),
        ("rest_mode_days", "rest_mode_period", "days", 1),
        ("tags", "enhanced_tag", "count", 1),
        ("older_tags", "tag", "count", 1),
        ("cardiovascular_age_difference", "daily_cardiovascular_age", "over_age", 1),
        .. SeriesTruth.Metrics.Select(metric => (metric.Id, SeriesTruth.Kind, metric.Id, metric.Step)),
    ];

    private static readonly HashSet<string> GoRound = ["bedtime", "wake_time", "recommended_bedtime_start", "recommended_bedtime_end"];

    /// <summary>Number of metrics that it knows.</summary>
    public static int MetricCount => Metrics.Length;

    /// <summary>Says where a summary differs; null when it is right in every number.</summary>
    /// <param name="world">The stand-in's.</param>
    /// <param name="members">The team.</param>
    /// <param name="summary">What the platform says.</param>
    /// <param name="series">What time series come to, for those who know it already: it takes long.</param>
    public static string? Difference(World world, IReadOnlyList<SandboxMember> members, TeamSummary summary, Func<string, DateOnly, SeriesTruth>? series = null)
    {
        var day = DateOnly.ParseExact(summary.Day, "yyyy-MM-dd");
        var documents = members.Select(member => new MemberDay(world, member.Id, day, series?.Invoke(member.Id, day) ?? new SeriesTruth(world, member.Id, day))).ToList();
        var got = summary.Metrics.ToDictionary(metric => metric.MetricId, metric => metric.Aggregate);
        foreach ((string id, string kind, string field, decimal step) in Metrics)
        {
            decimal[] values = [.. documents.Select(known => known.Value(kind, field, step)).OfType<decimal>().Order()];
            if (values.Length == 0)
            {
                if (got.Remove(id))
                {
                    return $"{id}: nobody has a value, but the summary has one";
                }

                continue;
            }

            if (GoRound.Contains(id))
            {
                values = AlongTheNight(values);
            }

            if (!got.Remove(id, out Aggregate? aggregate))
            {
                return $"{id}: {values.Length} have a value, but the summary has none";
            }

            (string Name, double Expected, double Actual)[] numbers =
            [
                ("count", values.Length, aggregate.Count),
                ("mean", (double)(values.Sum() / values.Length % Round(id)), aggregate.Mean),
                ("min", (double)(values[0] % Round(id)), aggregate.Min),
                ("max", (double)(values[^1] % Round(id)), aggregate.Max),
                ("p10", Rank(values, 0.10m) % (double)Round(id), aggregate.P10),
                ("p25", Rank(values, 0.25m) % (double)Round(id), aggregate.P25),
                ("p50", Rank(values, 0.50m) % (double)Round(id), aggregate.P50),
                ("p75", Rank(values, 0.75m) % (double)Round(id), aggregate.P75),
                ("p90", Rank(values, 0.90m) % (double)Round(id), aggregate.P90),
            ];
            foreach ((string name, double expected, double actual) in numbers)
            {
                if (Math.Abs(expected - actual) > 1e-9 * Math.Max(1, Math.Abs(expected)))
                {
                    return $"{summary.Day} {id}.{name}: {actual} instead of {expected}";
                }
            }
        }

        return got.Count > 0 ? $"metrics that nobody expected: {string.Join(", ", got.Keys)}" : null;
    }

    /// <summary>Waits until a summary is right in every number; fails with the last difference.</summary>
    public static async Task HoldsAsync(World world, IReadOnlyList<SandboxMember> members, Func<Task<TeamSummary>> ask, int seconds = 300)
    {
        string? difference = "not asked yet";
        try
        {
            await Eventually.HoldsAsync(async () => (difference = Difference(world, members, await ask())) is null, "the summary is right", seconds);
        }
        catch (TimeoutException)
        {
            Assert.Fail(difference);
        }
    }

    /// <summary>The night of a day: the longest of its long sleeps.</summary>
    public static JsonObject? Night(IEnumerable<JsonObject> sleeps) => sleeps
        .Where(sleep => (string?)sleep["type"] == "long_sleep")
        .OrderByDescending(sleep => (int?)sleep["time_in_bed"] ?? -1)
        .ThenByDescending(sleep => (int?)sleep["total_sleep_duration"] ?? -1)
        .ThenBy(sleep => (string)sleep["id"]!, StringComparer.Ordinal)
        .FirstOrDefault();

    private static decimal Round(string id) => GoRound.Contains(id) ? 1440 : decimal.MaxValue;

    /// <summary>Minutes of the day put in the order of the night: of all ways to begin the round, the one that spans least.</summary>
    private static decimal[] AlongTheNight(decimal[] ascending) => Enumerable.Range(0, ascending.Length)
        .Select(first => (decimal[])[.. ascending[first..], .. ascending[..first].Select(minute => minute + 1440)])
        .MinBy(round => round[^1] - round[0])!;

    private static double Rank(decimal[] ascending, decimal share) => (double)ascending[(int)Math.Ceiling(share * ascending.Length) - 1];

    /// <summary>The documents of one member on one day.</summary>
    private sealed class MemberDay
    {
        private readonly Dictionary<string, List<JsonObject>> _documents;
        private readonly SeriesTruth _series;
        private readonly int _age;

        public MemberDay(World world, string member, DateOnly day, SeriesTruth series)
        {
            _series = series;
            _age = world.Members.Single(known => known.Id == member).Age;
            List<JsonObject> Of(string kind) => [.. world.Documents(member, kind, day, day).Select(document => document.Body)];
            List<JsonObject> sleeps = Of("sleep");
            JsonObject? night = Night(sleeps);
            _documents = new Dictionary<string, List<JsonObject>>
            {
                ["daily_sleep"] = Of("daily_sleep"),
                ["daily_readiness"] = Of("daily_readiness"),
                ["daily_activity"] = Of("daily_activity"),
                ["daily_spo2"] = Of("daily_spo2"),
                ["daily_stress"] = Of("daily_stress"),
                ["daily_resilience"] = Of("daily_resilience"),
                ["daily_cardiovascular_age"] = Of("daily_cardiovascular_age"),
                ["vO2_max"] = Of("vO2_max"),
                ["workout"] = Of("workout"),
                ["hard_workout"] = [.. Of("workout").Where(workout => (string?)workout["intensity"] == "hard")],
                ["moderate_workout"] = [.. Of("workout").Where(workout => (string?)workout["intensity"] == "moderate")],
                ["easy_workout"] = [.. Of("workout").Where(workout => (string?)workout["intensity"] == "easy")],
                ["sleep_time"] = Of("sleep_time"),
                ["rest_mode_period"] = Of("rest_mode_period"),
                ["enhanced_tag"] = Of("enhanced_tag"),
                ["tag"] = Of("tag"),
                ["session"] = Of("session"),
                ["night"] = night is null ? [] : [night],
                ["naps"] = [.. sleeps.Where(sleep => sleep != night && (string?)sleep["type"] is ("long_sleep" or "sleep" or "late_nap"))],
            };
        }

        public decimal? Value(string kind, string field, decimal step)
        {
            if (kind == SeriesTruth.Kind)
            {
                return _series.Value(field) is { } measured ? Math.Round(measured / step, MidpointRounding.AwayFromZero) * step : null;
            }

            decimal[] values = [.. _documents[kind].Select(document => Number(document, field)).OfType<decimal>()
                .Select(value => Math.Round(value / step, MidpointRounding.AwayFromZero) * step)];
            return values.Length == 0 ? null : values.Sum();
        }

        private decimal? Number(JsonObject document, string field)
        {
            switch (field)
            {
                case "count":
                    return 1;
                case "length":
                    return (decimal)(DateTimeOffset.Parse((string)document["end_datetime"]!) - DateTimeOffset.Parse((string)document["start_datetime"]!)).TotalSeconds;
                case "days":
                    return document["end_day"] is { } end ? DateOnly.Parse((string)end!).DayNumber - DateOnly.Parse((string)document["start_day"]!).DayNumber + 1 : null;
                case "over_age":
                    return Number(document, "vascular_age") - _age;
                case "optimal_bedtime.start_offset" or "optimal_bedtime.end_offset":
                    return document["optimal_bedtime"]?[field.Split('.')[1]] is { } offset ? ((((int)offset % 86_400) + 86_400) % 86_400) / 60 : null;
                case "bedtime_start" or "bedtime_end":
                    string[] clock = ((string)document[field]!).Split('T')[1].Split(':');
                    return (decimal.Parse(clock[0]) * 60) + decimal.Parse(clock[1]);
                case "level":
                    return 1 + Array.IndexOf(["limited", "adequate", "solid", "strong", "exceptional"], (string)document["level"]!);
            }

            JsonNode? node = document;
            foreach (string part in field.Split('.'))
            {
                node = node?[part];
            }

            decimal? number = node is null ? null : decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

            // Oura sends 0 for a night without blood oxygen.
            return field == "spo2_percentage.average" && number == 0 ? null : number;
        }
    }
}
