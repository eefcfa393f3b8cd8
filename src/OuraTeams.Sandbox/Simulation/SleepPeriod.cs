namespace OuraTeams.Sandbox.Simulation;

/// <summary>One time in bed that counts to a day.</summary>
/// <param name="Slot">Which of the day's periods it is, whatever the others are: 0 the night, 1 a nap, 2 a second long sleep.</param>
/// <param name="Type">Oura's type: <c>long_sleep</c>, <c>sleep</c>, <c>late_nap</c>, <c>rest</c> or <c>deleted</c>.</param>
/// <param name="Plan">Its outline.</param>
internal sealed record SleepPeriod(int Slot, string Type, NightPlan Plan)
{
    private const double NapShare = 0.12;
    private const double SplitShare = 0.004;

    /// <summary>True for a night, false for a nap or something that the member took back.</summary>
    public bool IsLong => Type == "long_sleep";

    /// <summary>The periods of the day in time order; none when the ring was off in the night.</summary>
    public static IReadOnlyList<SleepPeriod> For(MemberProfile member, DateOnly day)
    {
        if (NightPlan.For(member, day) is not { } night)
        {
            return [];
        }

        var periods = new List<SleepPeriod>(3);
        var split = member.Noise(day, NoiseTopic.Split);
        if (split.Chance(SplitShare) && night.TimeInBed >= TimeSpan.FromHours(6.5))
        {
            var first = night with { TimeInBed = TimeSpan.FromSeconds(30 * Math.Round(night.TimeInBed.TotalSeconds * 0.55 / 30)) };
            var second = night with
            {
                Start = first.End + TimeSpan.FromMinutes(split.Whole(35, 70)),
                TimeInBed = TimeSpan.FromMinutes(split.Whole(185, 205)),
            };
            periods.AddRange([new(0, "long_sleep", first), new(2, "long_sleep", second)]);
        }
        else
        {
            periods.Add(new(0, "long_sleep", night));
        }

        if (Nap(member, day, night) is { } nap && !periods.Any(period => nap.Plan.Start < period.Plan.End && period.Plan.Start < nap.Plan.End))
        {
            periods.Add(nap);
        }

        periods.Sort((a, b) => a.Plan.Start.CompareTo(b.Plan.Start));
        return periods;
    }

    private static SleepPeriod? Nap(MemberProfile member, DateOnly day, NightPlan night)
    {
        var noise = member.Noise(day, NoiseTopic.Nap);
        if (!noise.Chance(NapShare))
        {
            return null;
        }

        var roll = noise.Unit();
        var type = roll < 0.70 ? "sleep" : roll < 0.84 ? "late_nap" : roll < 0.94 ? "rest" : "deleted";
        var minutes = noise.Whole(22, 95);
        // Oura's day ends at 18:00 for sleep: a nap that ends later counts to the next day.
        var start = type == "late_nap"
            ? member.At(day.AddDays(-1), TimeSpan.FromSeconds(noise.Whole(17 * 3600, 18 * 3600) + (3600 - (30 * minutes))))
            : member.At(day, TimeSpan.FromSeconds(noise.Whole(13 * 3600, 16 * 3600)));
        if (type == "late_nap" && start + TimeSpan.FromMinutes(minutes) <= member.At(day.AddDays(-1), TimeSpan.FromHours(18)))
        {
            start = member.At(day.AddDays(-1), TimeSpan.FromHours(18)) - TimeSpan.FromMinutes(minutes - 10);
        }

        return new SleepPeriod(1, type, night with
        {
            Start = start,
            TimeInBed = TimeSpan.FromMinutes(minutes),
            Efficiency = noise.Between(0.7, 0.95),
            DeepShare = noise.Between(0, 0.12),
            RemShare = noise.Between(0, 0.1),
            Latency = TimeSpan.FromSeconds(30 * noise.Whole(2, 16)),
            LowestHeartRate = night.LowestHeartRate + noise.Between(2, 6),
        });
    }
}
