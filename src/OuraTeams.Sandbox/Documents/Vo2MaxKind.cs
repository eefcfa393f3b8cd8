using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>vO2_max</c>, whose data type is <c>vo2_max</c>: fitness, estimated once a week, in ml/kg/min.</summary>
internal static class Vo2MaxKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "vO2_max",
        DataType = "vo2_max",
        Scope = "heart_health",
        ComparedInstant = body => Iso.Read(body, "timestamp"),
        EndIsInclusive = true,
        Slots = day => day.Day.DayNumber % 7 == day.Member.Index % 7 ? [0] : [],
        Write = (body, day, _) =>
        {
            var noise = day.Noise(NoiseTopic.Vo2Max, day.Variation);
            var usual = 30 + (22 * day.Member.Fitness) - (0.2 * (day.Member.Member.Age - 35)) + (day.Member.Member.BiologicalSex == "male" ? 5 : 0);
            body["day"] = Iso.Day(day.Day);
            body["timestamp"] = Iso.Day(day.Day) + "T00:00:00+00:00";
            body["vo2_max"] = (int)Math.Round(Math.Max(15, usual + (1.2 * noise.Normal())));
        },
    };
}
