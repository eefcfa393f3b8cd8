using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_stress</c>: how long a day stressed and how long it restored, in steps of a quarter of an hour.</summary>
internal static class DailyStressKind
{
    private const int Quarter = 900;

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_stress",
        DataType = "daily_stress",
        Scope = "daily",
        ComparedInstant = body => Iso.ReadDay(body, "day"),
        EndIsInclusive = true,
        GrowsThroughDay = true,
        Slots = day => day.HasNight ? [0] : [],
        Write = (body, day, _) =>
        {
            var noise = day.Noise(NoiseTopic.Stress, day.Variation);
            var strain = NightPlan.StrainOn(day.Member, day.Day);
            var stress = Math.Max(0, 7 + (6 * strain) + (2 * noise.Normal()));
            var recovery = Math.Max(0, 6 - (3 * strain) + (3 * day.Member.Fitness) + (2 * noise.Normal()));
            body["day"] = Iso.Day(day.Day);
            body["day_summary"] = day.Elapsed < 1 ? null : stress > recovery + 8 ? "stressful" : recovery > stress + 2 ? "restored" : "normal";
            body["recovery_high"] = Quarter * (int)(recovery * day.Elapsed);
            body["stress_high"] = Quarter * (int)(stress * day.Elapsed);
        },
    };
}
