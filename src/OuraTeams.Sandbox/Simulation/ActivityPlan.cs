namespace OuraTeams.Sandbox.Simulation;

/// <summary>The outline of one day's movement, cheap to make. It depends on seed, member and day alone.</summary>
/// <param name="Steps">The steps of the whole day, about.</param>
/// <param name="WorkoutMinutes">How long the member trained; 0 on most days.</param>
/// <param name="WorkoutStart">When the training began, from midnight.</param>
/// <param name="Load">The day against the member's usual one: 1 is as usual.</param>
internal sealed record ActivityPlan(double Steps, int WorkoutMinutes, TimeSpan WorkoutStart, double Load)
{
    /// <summary>The plan of the day.</summary>
    public static ActivityPlan For(MemberProfile member, DateOnly day)
    {
        var noise = member.Noise(day, NoiseTopic.Steps);
        var freeDay = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var swing = Math.Clamp(1 + (0.28 * noise.Normal()), 0.25, 2.2);
        var workout = noise.Chance(0.1 + (0.45 * member.Fitness)) ? 5 * noise.Whole(5, 16) : 0;
        var start = TimeSpan.FromMinutes(5 * (freeDay ? noise.Whole(120, 150) : noise.Whole(204, 228)));
        var steps = member.Steps * swing * (freeDay ? member.WeekendSteps : 1);
        return new(steps, workout, start, swing * (freeDay ? member.WeekendSteps : 1) + (workout / 90.0));
    }
}
