using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>sleep</c>: one document for each time in bed, naps and rejected ones too.</summary>
internal static class SleepKind
{
    private const int SampleSeconds = 300;

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "sleep",
        DataType = "sleep",
        Scope = "daily",
        ComparedInstant = body => Iso.Read(body, "bedtime_start"),
        EndIsInclusive = true,
        AppearsAt = (day, slot) => slot == 0 ? DateTimeOffset.MinValue : Period(day, slot).Plan.End,
        Slots = day => day.Periods.Select(period => period.Slot),
        Write = Write,
        MakeOlder = body => body["sleep_analysis_reason"] = (string?)body["sleep_analysis_reason"] == "foreground_sleep_analysis" ? "foreground_sleep_analysis" : "bedtime_edit",
    };

    /// <summary>Beats a minute, every five minutes of a time in bed; null is a gap.</summary>
    public static IReadOnlyList<double?> HeartRates(MemberDay day, SleepPeriod period)
    {
        var noise = day.Noise(NoiseTopic.Samples, (day.Variation * 16) + period.Slot);
        return HeartRates(ref noise, period.Plan);
    }

    private static SleepPeriod Period(MemberDay day, int slot) => day.Periods.First(period => period.Slot == slot);

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var ordinal = 0;
        while (day.Periods[ordinal].Slot != slot)
        {
            ordinal++;
        }

        var period = day.Periods[ordinal];
        var plan = period.Plan;
        var phases = day.Phases(period);
        var noise = day.Noise(NoiseTopic.Samples, (day.Variation * 16) + slot);
        var heartRates = HeartRates(ref noise, plan);
        var hrvs = Hrvs(ref noise, plan);
        var gaps = day.Noise(NoiseTopic.Missing, 100 + slot);
        var noHrv = gaps.Chance(0.03);
        var noBreath = gaps.Chance(0.02);

        body["average_breath"] = noBreath ? null : Math.Round(plan.BreathRate * 8) / 8;
        body["average_heart_rate"] = Math.Round(heartRates.Average() ?? plan.LowestHeartRate, 3);
        body["average_hrv"] = noHrv ? null : (int)Math.Round(hrvs.Average() ?? plan.Hrv);
        body["awake_time"] = phases.Awake;
        body["bedtime_end"] = Iso.Seconds(plan.End);
        body["bedtime_start"] = Iso.Seconds(plan.Start);
        body["day"] = Iso.Day(day.Day);
        body["deep_sleep_duration"] = phases.Deep;
        body["efficiency"] = phases.Efficiency;
        body["heart_rate"] = Sample.Of(plan.Start, SampleSeconds, heartRates);
        body["hrv"] = noHrv ? null : Sample.Of(plan.Start, SampleSeconds, hrvs);
        body["latency"] = phases.Latency;
        body["light_sleep_duration"] = phases.Light;
        body["low_battery_alert"] = gaps.Chance(0.02);
        body["lowest_heart_rate"] = (int)heartRates.Min()!.Value;
        body["movement_30_sec"] = phases.Movement30Seconds;
        body["period"] = ordinal;
        body["readiness"] = slot == 0 ? Readiness(day) : null;
        body["readiness_score_delta"] = slot == 0 ? 0 : null;
        body["rem_sleep_duration"] = phases.Rem;
        body["restless_periods"] = phases.RestlessPeriods;
        body["sleep_algorithm_version"] = "v2";
        body["sleep_analysis_reason"] = day.Variation == 0 ? "foreground_sleep_analysis" : "background_created_foreground_updated";
        body["sleep_phase_30_sec"] = phases.Phases30Seconds;
        body["sleep_phase_5_min"] = phases.Phases5Minutes;
        body["sleep_score_delta"] = slot == 0 ? 0 : null;
        body["time_in_bed"] = phases.TimeInBed;
        body["total_sleep_duration"] = phases.Total;
        body["type"] = period.Type;
        body["ring_id"] = day.Member.RingId;
        body["app_sleep_phase_5_min"] = phases.Phases5Minutes;
    }

    private static JsonObject Readiness(MemberDay day)
    {
        var score = day.ReadinessScore;
        return new JsonObject
        {
            ["contributors"] = DailyReadinessKind.Contributors(score),
            ["score"] = score.Score,
            ["temperature_deviation"] = score.TemperatureDeviation,
            ["temperature_trend_deviation"] = score.TemperatureTrendDeviation,
        };
    }

    /// <summary>The rate falls towards the last third of the night, then rises again; the first items may be gaps.</summary>
    private static List<double?> HeartRates(ref Noise noise, NightPlan plan)
    {
        var count = (int)(plan.TimeInBed.TotalSeconds / SampleSeconds);
        var items = new List<double?>(count);
        for (var i = 0; i < count; i++)
        {
            var depth = Math.Abs((i / (double)count) - 0.65) / 0.65;
            var value = Math.Round(plan.LowestHeartRate + (9 * depth) + (1.3 * Math.Abs(noise.Normal())));
            items.Add(noise.Chance(0.02) && i > 0 ? null : value);
        }

        return items;
    }

    private static List<double?> Hrvs(ref Noise noise, NightPlan plan)
    {
        var count = (int)(plan.TimeInBed.TotalSeconds / SampleSeconds);
        var items = new List<double?>(count);
        for (var i = 0; i < count; i++)
        {
            var value = Math.Round(Math.Max(5, plan.Hrv + (0.16 * plan.Hrv * noise.Normal())));
            items.Add(noise.Chance(0.03) && i > 0 ? null : value);
        }

        return items;
    }
}
