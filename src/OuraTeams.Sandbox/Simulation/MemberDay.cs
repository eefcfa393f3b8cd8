namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// One member's day as far as a document needs it; each part is made when it is first asked for. What a document of
/// another kind says about the day is always the first account of it, so that a revision changes one document.
/// </summary>
/// <param name="member">The member.</param>
/// <param name="day">The day.</param>
/// <param name="variation">0, or the number of the revision that the document is made for.</param>
/// <param name="elapsedMinutes">How far a day that isn't over has come since 04:00; null is all of it.</param>
/// <param name="syncs">How often the phone synced the day again.</param>
/// <param name="knownThrough">The last day of which the member's syncs told; null is the end of time.</param>
internal sealed class MemberDay(
    MemberProfile member, DateOnly day, int variation = 0, int? elapsedMinutes = null, int syncs = 0, DateOnly? knownThrough = null)
{
    private IReadOnlyList<SleepPeriod>? _periods;
    private ActivityPlan? _plan;
    private Hypnogram? _mainPhases;
    private SleepScore? _firstSleepScore;

    /// <summary>The member.</summary>
    public MemberProfile Member => member;

    /// <summary>The day.</summary>
    public DateOnly Day => day;

    /// <summary>The number of the revision, 0 for the first account.</summary>
    public int Variation => variation;

    /// <summary>How much of the day is over, from 0 to 1.</summary>
    public double Elapsed => (elapsedMinutes ?? 1440) / 1440.0;

    /// <summary>The last day of which the member's syncs told.</summary>
    public DateOnly KnownThrough => knownThrough ?? DateOnly.MaxValue;

    /// <summary>True when the ring was worn in the night before the day.</summary>
    public bool HasNight => Periods.Count > 0;

    /// <summary>The times in bed that count to the day, in time order.</summary>
    public IReadOnlyList<SleepPeriod> Periods => _periods ??= SleepPeriod.For(member, day);

    /// <summary>The night. Only when <see cref="HasNight"/>.</summary>
    public NightPlan Night => Periods.First(period => period.Slot == 0).Plan;

    /// <summary>The outline of the day's movement.</summary>
    public ActivityPlan Plan => _plan ??= ActivityPlan.For(member, day);

    /// <summary>The phases of a period in the account that the document is made for.</summary>
    public Hypnogram Phases(SleepPeriod period) =>
        new(period.Plan, Noise(NoiseTopic.Hypnogram, (variation * 8) + period.Slot));

    /// <summary>The sleep score in the account that the document is made for.</summary>
    public SleepScore SleepScore => variation == 0 ? FirstSleepScore : Simulation.SleepScore.For(member, day, Night, MainPhases, variation);

    /// <summary>The readiness score in the account that the document is made for.</summary>
    public ReadinessScore ReadinessScore => Simulation.ReadinessScore.For(member, day, Night, FirstSleepScore, variation);

    /// <summary>The movement in the account that the document is made for.</summary>
    public ActivityDay Activity() => new(member, day, variation, elapsedMinutes, syncs);

    /// <summary>A moment of the day on the member's clock.</summary>
    public DateTimeOffset At(TimeSpan sinceMidnight) => member.At(day, sinceMidnight);

    /// <summary>A sequence for one topic of this member on this day.</summary>
    public Noise Noise(NoiseTopic topic, int part = 0) => member.Noise(day, topic, part);

    private Hypnogram MainPhases => _mainPhases ??= new(Night, Noise(NoiseTopic.Hypnogram));

    private SleepScore FirstSleepScore => _firstSleepScore ??= Simulation.SleepScore.For(member, day, Night, MainPhases, 0);
}
