namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// The readiness score of a day and what makes it up, each from 1 to 100. It follows the night before and the week
/// before that. Members who are new have no balances yet, and others lose one for a while now and then.
/// </summary>
internal sealed record ReadinessScore(
    int Score,
    int? ActivityBalance,
    int BodyTemperature,
    int? HrvBalance,
    int PreviousDayActivity,
    int PreviousNight,
    int RecoveryIndex,
    int RestingHeartRate,
    int? SleepBalance,
    int? SleepRegularity,
    double TemperatureDeviation,
    double? TemperatureTrendDeviation)
{
    /// <summary>The score after a night; another <paramref name="variation"/> than 0 shifts it a little.</summary>
    public static ReadinessScore For(MemberProfile member, DateOnly day, NightPlan night, SleepScore sleep, int variation)
    {
        var noise = member.Noise(day, NoiseTopic.ReadinessScore, variation);
        var spread = variation == 0 ? 1.5 : 4;
        int Part(double value) => Line.Score(value + (spread * noise.Normal()));

        var week = Week(member, day);
        var activity = ActivityPlan.For(member, day.AddDays(-1));
        var previousNight = Part(Line.At(sleep.Score, 35, 25, 92, 98));
        var sleepBalance = Part(Line.At(week.Average(other => other.Asleep / member.SleepNeed), 0.7, 35, 1.05, 98));
        var hrvBalance = Part(Line.At(week.Average(other => other.Hrv) / member.Hrv * 0.6 + (night.Hrv / member.Hrv * 0.4), 0.7, 30, 1.15, 98));
        var heartRate = Part(Line.At(night.LowestHeartRate - member.RestingHeartRate, -3, 99, 8, 35));
        var temperature = Part(Line.At(Math.Abs(night.TemperatureDeviation), 0.1, 99, 1.2, 30));
        var recovery = Part(80 + (9 * night.Quality));
        var previousDay = Part(Line.At(activity.Load, 1.1, 92, 2.2, 60));
        var activityBalance = Part(84 - (10 * (activity.Load - 1)));
        var regularity = Part(Line.At(Deviation(week, member), 15, 98, 110, 45));
        var score = Line.Score((0.27 * previousNight) + (0.15 * sleepBalance) + (0.2 * hrvBalance) + (0.15 * heartRate)
            + (0.1 * temperature) + (0.07 * recovery) + (0.06 * previousDay));

        var fortnight = member.Noise(DateOnly.FromDayNumber(day.DayNumber / 14 * 14), NoiseTopic.Missing);
        var noHrvBalance = member.IsNew || fortnight.Chance(0.08);
        return new(
            score,
            member.IsNew ? null : activityBalance,
            temperature,
            noHrvBalance ? null : hrvBalance,
            previousDay,
            previousNight,
            recovery,
            heartRate,
            member.IsNew ? null : sleepBalance,
            member.IsNew ? null : regularity,
            night.TemperatureDeviation,
            member.IsNew ? null : Math.Round(week.Average(other => other.TemperatureDeviation), 2));
    }

    private static List<NightPlan> Week(MemberProfile member, DateOnly day)
    {
        var week = new List<NightPlan>(7);
        for (var back = 0; back < 7; back++)
        {
            if (NightPlan.For(member, day.AddDays(-back)) is { } night)
            {
                week.Add(night);
            }
        }

        return week;
    }

    private static double Deviation(List<NightPlan> week, MemberProfile member)
    {
        double Minutes(NightPlan night) => (night.Start.TimeOfDay.TotalMinutes + 720) % 1440;
        var mean = week.Average(Minutes);
        return week.Average(night => Math.Abs(Minutes(night) - mean)) + (member.IsNew ? 1 : 0);
    }
}
