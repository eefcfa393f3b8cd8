using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_spo2</c>: blood oxygen of a night. Now and then it is missing, as null or as the value 0.0.</summary>
internal static class DailySpo2Kind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_spo2",
        DataType = "daily_spo2",
        Scope = "spo2",
        ComparedInstant = body => Iso.ReadDay(body, "day"),
        EndIsInclusive = true,
        Slots = day => day.HasNight ? [0] : [],
        Write = (body, day, _) =>
        {
            var noise = day.Noise(NoiseTopic.Spo2, day.Variation);
            var roll = noise.Unit();
            var average = Math.Round(Math.Clamp(96.6 + (0.3 * day.Night.Quality) + (0.7 * noise.Normal()), 88, 100), 3);
            var disturbances = (int)Math.Round(Math.Clamp(6 - (2 * day.Night.Quality) + (3 * noise.Normal()), 0, 100));
            body["breathing_disturbance_index"] = roll < 0.05 ? null : disturbances;
            body["day"] = Iso.Day(day.Day);
            body["spo2_percentage"] = roll < 0.03 ? null : new JsonObject { ["average"] = roll < 0.05 ? 0.0 : average };
        },
    };
}
