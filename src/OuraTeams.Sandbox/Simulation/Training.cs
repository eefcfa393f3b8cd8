namespace OuraTeams.Sandbox.Simulation;

/// <summary>One training or walk of a day.</summary>
/// <param name="Slot">0 the training of the day's plan, 1 a walk that the ring noticed.</param>
/// <param name="Activity">What it was, such as <c>running</c>.</param>
/// <param name="Start">When it began.</param>
/// <param name="Length">How long it took.</param>
/// <param name="HeartRate">Beats a minute, on average.</param>
internal sealed record Training(int Slot, string Activity, DateTimeOffset Start, TimeSpan Length, double HeartRate)
{
    private static readonly string[] Activities = ["running", "cycling", "strengthTraining", "swimming", "rowing", "yoga"];

    /// <summary>When it ended.</summary>
    public DateTimeOffset End => Start + Length;

    /// <summary>The day's trainings in time order.</summary>
    public static IReadOnlyList<Training> For(MemberDay day)
    {
        var noise = day.Noise(NoiseTopic.Workout);
        var trainings = new List<Training>(2);
        if (noise.Chance(0.18))
        {
            trainings.Add(new(1, "walking", day.At(TimeSpan.FromMinutes(noise.Whole(11 * 60, 14 * 60))), TimeSpan.FromMinutes(noise.Whole(15, 50)),
                day.Member.RestingHeartRate + noise.Between(35, 50)));
        }

        if (day.Plan.WorkoutMinutes > 0)
        {
            trainings.Add(new(0, Activities[noise.Whole(0, Activities.Length)], day.At(day.Plan.WorkoutStart), TimeSpan.FromMinutes(day.Plan.WorkoutMinutes),
                day.Member.RestingHeartRate + noise.Between(65, 95)));
        }

        trainings.Sort((a, b) => a.Start.CompareTo(b.Start));
        return trainings;
    }
}
