namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// The outline of one night, cheap to make: scores look a week back. It depends on seed, member and day alone. A night
/// that follows strain is worse, and what is worse shows in all of its numbers at once.
/// </summary>
internal sealed record NightPlan(
    DateTimeOffset Start,
    TimeSpan TimeInBed,
    double Quality,
    double Efficiency,
    double DeepShare,
    double RemShare,
    TimeSpan Latency,
    double LowestHeartRate,
    double Hrv,
    double BreathRate,
    double TemperatureDeviation)
{
    private const double RingOffShare = 0.04;

    /// <summary>When the member got up.</summary>
    public DateTimeOffset End => Start + TimeInBed;

    /// <summary>About how long the member slept.</summary>
    public TimeSpan Asleep => TimeInBed * Efficiency;

    /// <summary>The night that counts to the given day, or null when the ring was off.</summary>
    public static NightPlan? For(MemberProfile member, DateOnly day)
    {
        if (member.Noise(day, NoiseTopic.RingOff).Chance(RingOffShare))
        {
            return null;
        }

        var noise = member.Noise(day, NoiseTopic.Night);
        var strain = Strain(member, day);
        var freeDay = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var party = freeDay && noise.Chance(0.2);
        var quality = Math.Clamp((0.85 * noise.Normal()) - (0.5 * strain) - (party ? 1.0 : 0), -2.6, 2.4);

        var bedtime = member.Bedtime.TotalMinutes + (22 * noise.Normal()) + (freeDay ? noise.Between(25, 60) : 0) + (party ? 70 : 0);
        var start = member.At(day, TimeSpan.FromSeconds(Math.Round(60 * Math.Clamp(bedtime, -210, 210))));
        var hours = member.SleepNeed.TotalHours + 0.5 + (0.45 * quality) + (0.35 * noise.Normal()) + (freeDay ? 0.6 : -0.1);
        var epochs = (int)Math.Round(Math.Clamp(hours, 4.0, 10.5) * 120);
        return new NightPlan(
            start,
            TimeSpan.FromSeconds(30 * epochs),
            quality,
            Math.Clamp(0.885 + (0.035 * quality) + (0.012 * noise.Normal()), 0.62, 0.97),
            Math.Clamp(0.18 + (0.03 * quality) + (0.02 * noise.Normal()), 0.05, 0.32),
            Math.Clamp(0.22 + (0.025 * quality) + (0.02 * noise.Normal()), 0.08, 0.34),
            TimeSpan.FromSeconds(30 * Math.Round(2 * Math.Clamp(12 - (4 * quality) + (4 * noise.Normal()), 1, 60))),
            member.RestingHeartRate - (1.8 * quality) + (0.8 * strain) + noise.Normal(),
            Math.Max(8, member.Hrv * (1 + (0.11 * quality) - (0.05 * strain) + (0.05 * noise.Normal()))),
            member.BreathRate + (0.25 * noise.Normal()),
            Math.Round(Fever(member, day) + (0.13 * noise.Normal()), 2));
    }

    /// <summary>What weighs on a day, mean 0; days near each other are alike.</summary>
    private static double Strain(MemberProfile member, DateOnly day) =>
        (0.65 * StrainOf(member, day)) + (0.45 * StrainOf(member, day.AddDays(-1))) + (0.25 * StrainOf(member, day.AddDays(-2)));

    private static double StrainOf(MemberProfile member, DateOnly day) => member.Noise(day, NoiseTopic.Strain).Normal();

    /// <summary>What weighs on the member around that day, mean 0, deviation about 0.8: it makes the night worse.</summary>
    public static double StrainOn(MemberProfile member, DateOnly day) => Strain(member, day);

    /// <summary>True when the member runs a temperature that day; such days come in fours.</summary>
    public static bool HasFever(MemberProfile member, DateOnly day) => Fever(member, day) > 0;

    private static double Fever(MemberProfile member, DateOnly day)
    {
        var noise = member.Noise(DateOnly.FromDayNumber(day.DayNumber / 4 * 4), NoiseTopic.Fever);
        return noise.Chance(0.02) ? noise.Between(0.6, 1.3) : 0;
    }
}
