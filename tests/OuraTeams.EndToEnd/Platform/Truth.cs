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
    ];

    /// <summary>Number of metrics that it knows.</summary>
    public static int MetricCount => Metrics.Length;

    /// <summary>Says where a summary differs; null when it is right in every number.</summary>
    public static string? Difference(World world, IReadOnlyList<SandboxMember> members, TeamSummary summary)
    {
        var day = DateOnly.ParseExact(summary.Day, "yyyy-MM-dd");
        var documents = members.Select(member => new MemberDay(world, member.Id, day)).ToList();
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

            if (!got.Remove(id, out Aggregate? aggregate))
            {
                return $"{id}: {values.Length} have a value, but the summary has none";
            }

            (string Name, double Expected, double Actual)[] numbers =
            [
                ("count", values.Length, aggregate.Count),
                ("mean", (double)(values.Sum() / values.Length), aggregate.Mean),
                ("min", (double)values[0], aggregate.Min),
                ("max", (double)values[^1], aggregate.Max),
                ("p10", Rank(values, 0.10m), aggregate.P10),
                ("p25", Rank(values, 0.25m), aggregate.P25),
                ("p50", Rank(values, 0.50m), aggregate.P50),
                ("p75", Rank(values, 0.75m), aggregate.P75),
                ("p90", Rank(values, 0.90m), aggregate.P90),
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

    private static double Rank(decimal[] ascending, decimal share) => (double)ascending[(int)Math.Ceiling(share * ascending.Length) - 1];

    /// <summary>The documents of one member on one day.</summary>
    private sealed class MemberDay
    {
        private readonly Dictionary<string, List<JsonObject>> _documents;

        public MemberDay(World world, string member, DateOnly day)
        {
            List<JsonObject> Of(string kind) => [.. world.Documents(member, kind).Where(document => document.Day == day).Select(document => document.Body)];
            List<JsonObject> sleeps = Of("sleep");
            JsonObject? night = sleeps
                .Where(sleep => (string?)sleep["type"] == "long_sleep")
                .OrderByDescending(sleep => Number(sleep, "time_in_bed") ?? -1)
                .ThenByDescending(sleep => Number(sleep, "total_sleep_duration") ?? -1)
                .ThenBy(sleep => (string)sleep["id"]!, StringComparer.Ordinal)
                .FirstOrDefault();
            _documents = new Dictionary<string, List<JsonObject>>
            {
                ["daily_sleep"] = Of("daily_sleep"),
                ["daily_readiness"] = Of("daily_readiness"),
                ["daily_activity"] = Of("daily_activity"),
                ["night"] = night is null ? [] : [night],
                ["naps"] = [.. sleeps.Where(sleep => sleep != night && (string?)sleep["type"] is ("long_sleep" or "sleep" or "late_nap"))],
            };
        }

        public decimal? Value(string kind, string field, decimal step)
        {
            decimal[] values = [.. _documents[kind].Select(document => Number(document, field)).OfType<decimal>()
                .Select(value => Math.Round(value / step, MidpointRounding.AwayFromZero) * step)];
            return values.Length == 0 ? null : values.Sum();
        }

        private static decimal? Number(JsonObject document, string field)
        {
            JsonNode? node = document;
            foreach (string part in field.Split('.'))
            {
                node = node?[part];
            }

            return node is null ? null : decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
