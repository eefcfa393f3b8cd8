using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_resilience</c>: how well a member recovers from strain, over the last week. It has no timestamp.</summary>
internal static class DailyResilienceKind
{
    private static readonly string[] Levels = ["limited", "adequate", "solid", "strong", "exceptional"];

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_resilience",
        DataType = "daily_resilience",
        Scope = "stress",
        ComparedInstant = body => Iso.ReadDay(body, "day"),
        EndIsInclusive = true,
        TakesFields = false,
        HasMeta = false,
        Slots = day => day.HasNight && !day.Member.IsNew ? [0] : [],
        Write = (body, day, _) =>
        {
            var noise = day.Noise(NoiseTopic.Resilience, day.Variation);
            double Part(double value) => Math.Round(Math.Clamp(value + (2 * noise.Normal()), 0, 100), 1);

            var week = Enumerable.Range(0, 7).Select(back => day.Day.AddDays(-back)).ToList();
            var strain = week.Average(date => NightPlan.StrainOn(day.Member, date));
            var quality = week.Select(date => NightPlan.For(day.Member, date)?.Quality ?? 0).Average();
            var sleep = Part(62 + (22 * quality) + (12 * day.Member.Fitness));
            var daytime = Part(48 - (18 * strain) + (20 * day.Member.Fitness));
            var stress = Part(55 - (24 * strain));
            body["day"] = Iso.Day(day.Day);
            body["contributors"] = new JsonObject { ["sleep_recovery"] = sleep, ["daytime_recovery"] = daytime, ["stress"] = stress };
            body["level"] = Levels[(int)Math.Clamp((sleep + daytime + stress) / 3 / 20, 0, 4)];
        },
    };
}
