using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>sleep_time</c>: when to go to bed. Days are skipped, and the window is often null.</summary>
internal static class SleepTimeKind
{
    private static readonly string[] Advice =
        ["follow_optimal_bedtime", "follow_optimal_bedtime", "improve_efficiency", "earlier_bedtime", "later_bedtime", "earlier_wake_up_time", "later_wake_up_time"];

    /// <summary>The kind. It is compared by the evening before, much as sleep is: that is ours, recordings are thin.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "sleep_time",
        DataType = "sleep_time",
        Scope = "daily",
        ComparedInstant = body => Iso.ReadDay(body, "day").AddHours(-2),
        EndIsInclusive = true,
        Slots = day => day.HasNight && day.Noise(NoiseTopic.SleepTime).Chance(0.8) ? [0] : [],
        Write = Write,
    };

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var noise = day.Noise(NoiseTopic.SleepTime, day.Variation + 1);
        var roll = noise.Unit();
        var status = day.Member.IsNew ? (roll < 0.7 ? "not_enough_nights" : "not_enough_recent_nights")
            : day.Night.Quality < -1.3 && roll > 0.1 ? "bad_sleep_quality"
            : roll < 0.08 ? "not_enough_recent_nights"
            : roll < 0.4 ? "only_recommended_found" : "optimal_found";
        var start = (int)day.Member.Bedtime.TotalSeconds + (900 * noise.Whole(-4, 5));
        body["day"] = Iso.Day(day.Day);
        body["optimal_bedtime"] = status == "optimal_found"
            ? new JsonObject { ["day_tz"] = (int)day.Member.UtcOffset.TotalSeconds, ["end_offset"] = start + 3600, ["start_offset"] = start }
            : null;
        body["recommendation"] = status.StartsWith("not_enough", StringComparison.Ordinal) ? null : Advice[noise.Whole(0, Advice.Length)];
        body["status"] = status;
    }
}
