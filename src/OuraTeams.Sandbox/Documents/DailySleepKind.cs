using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_sleep</c>: the sleep score of a day. It holds scores only, no durations.</summary>
internal static class DailySleepKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_sleep",
        DataType = "daily_sleep",
        Scope = "daily",
        ComparedInstant = body => Iso.Read(body, "timestamp"),
        EndIsInclusive = true,
        Slots = day => day.HasNight ? [0] : [],
        Write = (body, day, _) =>
        {
            var score = day.SleepScore;
            body["contributors"] = new JsonObject
            {
                ["deep_sleep"] = score.DeepSleep,
                ["efficiency"] = score.Efficiency,
                ["latency"] = score.Latency,
                ["rem_sleep"] = score.RemSleep,
                ["restfulness"] = score.Restfulness,
                ["timing"] = score.Timing,
                ["total_sleep"] = score.TotalSleep,
            };
            body["day"] = Iso.Day(day.Day);
            body["score"] = score.Score;
            body["timestamp"] = Iso.Day(day.Day) + "T00:00:00+00:00";
        },
    };
}
