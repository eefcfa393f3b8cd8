using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>daily_cardiovascular_age</c>: the age of the vessels, which moves slowly around the member's own.</summary>
internal static class CardiovascularAgeKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "daily_cardiovascular_age",
        DataType = "daily_cardiovascular_age",
        Scope = "heart_health",
        ComparedInstant = body => Iso.ReadDay(body, "day"),
        EndIsInclusive = true,
        Slots = day => day.HasNight ? [0] : [],
        Write = (body, day, _) =>
        {
            var month = day.Member.Noise(DateOnly.FromDayNumber(day.Day.DayNumber / 30 * 30), NoiseTopic.VascularAge);
            var noise = day.Noise(NoiseTopic.VascularAge, day.Variation + 1);
            var age = day.Member.Member.Age + 5 - (11 * day.Member.Fitness) + (1.5 * month.Normal());
            body["day"] = Iso.Day(day.Day);
            body["pulse_wave_velocity"] = Math.Round(4.2 + (0.07 * age) + (0.12 * noise.Normal()), 2);
            body["vascular_age"] = noise.Chance(day.Member.IsNew ? 0.8 : 0.02) ? null : (int)Math.Clamp(Math.Round(age + (0.4 * noise.Normal())), 18, 100);
        },
        MakeOlder = body => body.Remove("pulse_wave_velocity"),
    };
}
