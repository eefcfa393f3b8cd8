namespace OuraTeams.Sandbox.Simulation;

/// <summary>When a member's phone does something on a day, and what.</summary>
internal static class Rhythm
{
    /// <summary>What a phone does.</summary>
    public enum Act
    {
        /// <summary>It syncs: in the morning a whole night, later what the day added.</summary>
        Sync,

        /// <summary>The scores of the night before settle: some are revised.</summary>
        Settle,

        /// <summary>The member edits: a tag, a nap or a training is deleted.</summary>
        Remove,
    }

    /// <summary>The acts of the day in time order, on the member's clock.</summary>
    public static IReadOnlyList<(DateTimeOffset At, Act Act)> Of(MemberProfile member, DateOnly date)
    {
        var day = new MemberDay(member, date);
        var noise = day.Noise(NoiseTopic.Rhythm);
        var up = day.HasNight ? day.Night.End : day.At(TimeSpan.FromHours(8));
        var acts = new List<(DateTimeOffset At, Act Act)> { (up.AddMinutes(noise.Between(2, 45)), Act.Sync) };
        for (var at = acts[0].At.AddMinutes(noise.Between(60, 240)); at < day.At(TimeSpan.FromHours(23)); at = at.AddMinutes(noise.Between(60, 240)))
        {
            acts.Add((at, Act.Sync));
        }

        acts.AddRange(Training.For(day).Select(training => (training.End.AddMinutes(noise.Between(1, 15)), Act.Sync)));
        if (noise.Chance(0.5))
        {
            acts.Add((acts[0].At.AddMinutes(noise.Between(90, 400)), Act.Settle));
        }

        if (noise.Chance(0.06))
        {
            acts.Add((day.At(TimeSpan.FromHours(noise.Between(20.5, 22.5))), Act.Remove));
        }

        acts.Sort((a, b) => a.At.CompareTo(b.At));
        return acts;
    }
}
