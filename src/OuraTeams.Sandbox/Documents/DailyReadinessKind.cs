using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_readiness</c>: how ready a member is for the day.</summary>
internal static class DailyReadinessKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_readiness",
        DataType = "daily_readiness",
        Scope = "daily",
        ComparedInstant = body => Iso.Read(body, "timestamp"),
        EndIsInclusive = true,
        Slots = day => day.HasNight ? [0] : [],
        Write = (body, day, _) =>
        {
            var score = day.ReadinessScore;
            body["contributors"] = Contributors(score);
            body["day"] = Iso.Day(day.Day);
            body["score"] = score.Score;
            body["temperature_deviation"] = score.TemperatureDeviation;
            body["temperature_trend_deviation"] = score.TemperatureTrendDeviation;
            body["timestamp"] = Iso.Day(day.Day) + "T00:00:00+00:00";
        },
    };

    /// <summary>The contributors, as the night's sleep document repeats them.</summary>
    public static JsonObject Contributors(ReadinessScore score) => new()
    {
        ["activity_balance"] = score.ActivityBalance,
        ["body_temperature"] = score.BodyTemperature,
        ["hrv_balance"] = score.HrvBalance,
        ["previous_day_activity"] = score.PreviousDayActivity,
        ["previous_night"] = score.PreviousNight,
        ["recovery_index"] = score.RecoveryIndex,
        ["resting_heart_rate"] = score.RestingHeartRate,
        ["sleep_balance"] = score.SleepBalance,
        ["sleep_regularity"] = score.SleepRegularity,
    };
}
