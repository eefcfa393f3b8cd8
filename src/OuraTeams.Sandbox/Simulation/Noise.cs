namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// Reproducible chance: a SplitMix64 sequence that starts from what it is for. It doesn't use <see cref="Random"/>,
/// whose sequence belongs to the runtime, nor functions whose last digit belongs to the processor.
/// </summary>
internal struct Noise
{
    private ulong _state;

    private Noise(ulong state) => _state = state;

    /// <summary>The sequence for one topic of one member on one day. The same arguments give the same sequence.</summary>
    public static Noise Of(int seed, int member, DateOnly day, NoiseTopic topic, int variation = 0) =>
        Of(seed, member, day.DayNumber, (int)topic, variation);

    /// <summary>The sequence for a list of numbers.</summary>
    public static Noise Of(params ReadOnlySpan<long> parts)
    {
        var state = 0x6F75726174656D73UL;
        foreach (var part in parts)
        {
            state = Mix(state ^ Mix((ulong)part + 0x9E3779B97F4A7C15UL));
        }

        return new Noise(state);
    }

    /// <summary>64 evenly spread bits.</summary>
    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly between two bounds.</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    /// <summary>A whole number from <paramref name="low"/> up to, not including, <paramref name="end"/>.</summary>
    public int Whole(int low, int end) => low + (int)(Unit() * (end - low));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>About normal with mean 0 and deviation 1; never beyond 4.3.</summary>
    public double Normal()
    {
        var sum = Unit() + Unit() + Unit() + Unit() + Unit() + Unit();
        return (sum - 3) * 1.4142135623730951;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
