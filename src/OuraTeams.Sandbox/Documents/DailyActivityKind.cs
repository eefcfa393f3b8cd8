using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_activity</c>: the movement of 24 hours from 04:00 local. Each sync of the day changes it.</summary>
internal static class DailyActivityKind
{
    private const double MetresOfStep = 0.76;

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_activity",
        DataType = "daily_activity",
        Scope = "daily",
        ComparedInstant = body => Iso.Read(body, "timestamp"),
        EndIsInclusive = false,
        GrowsThroughDay = true,
        Slots = _ => [0],
        Write = Write,
    };

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var member = day.Member;
        var activity = day.Activity();
        var start = member.At(day.Day, TimeSpan.FromHours(4));
        var target = 300 + (int)(50 * Math.Round(6 * member.Fitness));
        var active = activity.Calories(member.Member.Weight, above: 1);
        var metres = (int)Math.Round(activity.Steps * MetresOfStep);
        var targetMetres = target * 20;
        var noise = day.Noise(NoiseTopic.ActivityScore, day.Variation);

        var targets = Line.Score(Line.At(active, 0, 30, target, 95));
        var everyHour = Line.Score(100 - (9 * activity.InactiveHours));
        var recovery = Line.Score(Line.At(activity.Plan.Load, 1.2, 97, 2.4, 55) + noise.Normal());
        var stayActive = Line.Score(Line.At(activity.Seconds('2') / 3600.0, 5, 99, 13, 30));
        var frequency = Line.Score(55 + (40 * member.Fitness) + (2 * noise.Normal()));
        var volume = Line.Score(50 + (40 * member.Fitness) + (4 * noise.Normal()));

        body["active_calories"] = active;
        body["average_met_minutes"] = Math.Round(activity.Met.Average(), 5);
        body["class_5_min"] = activity.Classes;
        body["contributors"] = new JsonObject
        {
            ["meet_daily_targets"] = targets,
            ["move_every_hour"] = everyHour,
            ["recovery_time"] = recovery,
            ["stay_active"] = stayActive,
            ["training_frequency"] = frequency,
            ["training_volume"] = volume,
        };
        body["day"] = Iso.Day(day.Day);
        body["equivalent_walking_distance"] = metres;
        body["high_activity_met_minutes"] = activity.MetMinutes('5');
        body["high_activity_time"] = activity.Seconds('5');
        body["inactivity_alerts"] = activity.InactiveHours;
        body["low_activity_met_minutes"] = activity.MetMinutes('3');
        body["low_activity_time"] = activity.Seconds('3');
        body["medium_activity_met_minutes"] = activity.MetMinutes('4');
        body["medium_activity_time"] = activity.Seconds('4');
        body["met"] = Sample.Of(start, 60, activity.Met.Select(met => (double?)met));
        body["meters_to_target"] = targetMetres - metres;
        body["non_wear_time"] = activity.Seconds('0');
        body["resting_time"] = activity.Seconds('1');
        body["score"] = Line.Score((0.25 * targets) + (0.15 * everyHour) + (0.15 * recovery) + (0.2 * stayActive) + (0.12 * frequency) + (0.13 * volume));
        body["sedentary_met_minutes"] = activity.MetMinutes('2');
        body["sedentary_time"] = activity.Seconds('2');
        body["steps"] = activity.Steps;
        body["target_calories"] = target;
        body["target_meters"] = targetMetres;
        body["timestamp"] = Iso.Seconds(start);
        body["total_calories"] = activity.Calories(member.Member.Weight, above: 0);
    }
}
