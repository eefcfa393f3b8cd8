namespace OuraTeams.Sandbox.Simulation;

/// <summary>What stays the same about a member: who they are and where their numbers settle.</summary>
internal sealed class MemberProfile
{
    private static readonly string[] FemaleNames =
        ["Aino", "Beatriz", "Chiara", "Daria", "Elif", "Freya", "Grace", "Hana", "Ines", "Jana", "Kaisa", "Lea", "Mira", "Nora", "Olga", "Priya"];

    private static readonly string[] MaleNames =
        ["Anton", "Bilal", "Carlos", "David", "Emil", "Farid", "Goran", "Henrik", "Ivan", "Jonas", "Kenji", "Lukas", "Mateo", "Niko", "Oskar", "Pavel"];

    private static readonly string[] FamilyNames =
        ["Aalto", "Berg", "Costa", "Duarte", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen", "Korhonen", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Sato", "Tamm"];

    private static readonly int Names = (FemaleNames.Length + MaleNames.Length) * FamilyNames.Length;

    /// <summary>Makes the member with the given place in the world of the given seed.</summary>
    public MemberProfile(int seed, int index)
    {
        var noise = Simulation.Noise.Of(seed, index, (int)NoiseTopic.Identity);
        Seed = seed;
        Index = index;
        var (first, last, female) = NameOf(seed, index);
        var age = noise.Whole(19, 59);
        var height = Math.Round((female ? 1.67 : 1.80) + (0.06 * noise.Normal()), 2);
        var weight = Math.Round(noise.Between(20, 28) * height * height, 1);
        Fitness = noise.Unit();
        RestingHeartRate = 62 - (15 * Fitness) + (2 * noise.Normal());
        Hrv = Math.Clamp(40 + (45 * Fitness) - (0.5 * (age - 35)) + (6 * noise.Normal()), 18, 140);
        BreathRate = noise.Between(13, 17);
        SleepNeed = TimeSpan.FromHours(noise.Between(7.0, 8.3));
        Bedtime = TimeSpan.FromMinutes(noise.Between(-120, 30));
        UtcOffset = TimeSpan.FromHours(noise.Whole(-5, 10));
        Steps = noise.Between(4_500, 9_500);
        WeekendSteps = noise.Between(0.7, 1.3);
        IsNew = noise.Chance(0.05);
        var id = new Guid((uint)noise.Bits(), (ushort)noise.Bits(), (ushort)((noise.Bits() & 0x0FFF) | 0x4000),
            (byte)((noise.Bits() & 0x3F) | 0x80), (byte)noise.Bits(), (byte)noise.Bits(), (byte)noise.Bits(),
            (byte)noise.Bits(), (byte)noise.Bits(), (byte)noise.Bits(), (byte)noise.Bits());
        RingId = $"ring-{noise.Bits():x16}";
        Member = new SandboxMember(
            id.ToString(), index < Names ? $"{first} {last}" : $"{first} {last} {(index / Names) + 1}",
            string.Concat($"{first}.{last}.{index + 1}@example.com".Select(char.ToLowerInvariant)),
            age, weight, height, female ? "female" : "male");
    }

    /// <summary>The seed of the world.</summary>
    public int Seed { get; }

    /// <summary>The member's place in the world, from 0.</summary>
    public int Index { get; }

    /// <summary>What the API shows of the member.</summary>
    public SandboxMember Member { get; }

    /// <summary>From 0, sits all day, to 1, trains most days.</summary>
    public double Fitness { get; }

    /// <summary>The usual lowest heart rate of a night, beats a minute.</summary>
    public double RestingHeartRate { get; }

    /// <summary>The usual rMSSD of a night, milliseconds.</summary>
    public double Hrv { get; }

    /// <summary>Breaths a minute, asleep.</summary>
    public double BreathRate { get; }

    /// <summary>The sleep that rests this member.</summary>
    public TimeSpan SleepNeed { get; }

    /// <summary>The usual bedtime before a working day, from midnight; negative before it.</summary>
    public TimeSpan Bedtime { get; }

    /// <summary>The member's clock; the world has no daylight saving time.</summary>
    public TimeSpan UtcOffset { get; }

    /// <summary>The usual steps of a working day.</summary>
    public double Steps { get; }

    /// <summary>By what the steps of a weekend day are multiplied.</summary>
    public double WeekendSteps { get; }

    /// <summary>True for the few who wear the ring too short a time for balances.</summary>
    public bool IsNew { get; }

    /// <summary>The ring's id as sleep documents carry it.</summary>
    public string RingId { get; }

    /// <summary>Walks through all names in big steps, so that no name comes twice before each has come once.</summary>
    private static (string First, string Last, bool Female) NameOf(int seed, int index)
    {
        const int Step = 247;
        var offset = Simulation.Noise.Of(seed, (int)NoiseTopic.Identity).Whole(0, Names);
        var place = (int)((((long)index * Step) + offset) % Names);
        var first = place % (FemaleNames.Length + MaleNames.Length);
        var last = FamilyNames[place / (FemaleNames.Length + MaleNames.Length)];
        return first < FemaleNames.Length
            ? (FemaleNames[first], last, true)
            : (MaleNames[first - FemaleNames.Length], last, false);
    }

    /// <summary>A sequence for one topic of this member on one day.</summary>
    public Noise Noise(DateOnly day, NoiseTopic topic, int variation = 0) =>
        Simulation.Noise.Of(Seed, Index, day, topic, variation);

    /// <summary>A moment on this member's clock: so long after midnight of the day, which may be negative.</summary>
    public DateTimeOffset At(DateOnly day, TimeSpan sinceMidnight) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), UtcOffset) + sinceMidnight;
}
