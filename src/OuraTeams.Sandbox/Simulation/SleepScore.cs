namespace OuraTeams.Sandbox.Simulation;

/// <summary>The sleep score of a day and what makes it up, each from 1 to 100.</summary>
internal sealed record SleepScore(
    int Score, int DeepSleep, int Efficiency, int Latency, int RemSleep, int Restfulness, int Timing, int TotalSleep)
{
    /// <summary>The score of a night; another <paramref name="variation"/> than 0 shifts it a little.</summary>
    public static SleepScore For(MemberProfile member, DateOnly day, NightPlan night, Hypnogram phases, int variation)
    {
        var noise = member.Noise(day, NoiseTopic.SleepScore, variation);
        var spread = variation == 0 ? 1.5 : 4;
        int Part(double value) => Line.Score(value + (spread * noise.Normal()));

        var middle = (night.Start + (night.TimeInBed / 2)).TimeOfDay.TotalHours;
        var total = Part(Line.At(phases.Total / member.SleepNeed.TotalSeconds, 0.45, 5, 1.12, 100));
        var efficiency = Part(Line.At(phases.Efficiency, 65, 20, 94, 99));
        var latency = Part(Line.At(Math.Abs(phases.Latency - 780), 0, 98, 2400, 30));
        var rem = Part(Line.At(phases.Rem / 60.0, 25, 10, 115, 98));
        var deep = Part(Line.At(phases.Deep / 60.0, 15, 10, 90, 98));
        var restfulness = Part(Line.At(phases.RestlessPeriods + (phases.Awake / 60.0), 120, 96, 320, 30));
        var timing = Part(Line.At(Math.Abs(middle - 3), 0.5, 99, 4, 30));
        var score = Line.Score((0.35 * total) + (0.1 * efficiency) + (0.1 * latency) + (0.12 * rem) + (0.12 * deep) + (0.11 * restfulness) + (0.1 * timing));
        return new(score, deep, efficiency, latency, rem, restfulness, timing, total);
    }
}
