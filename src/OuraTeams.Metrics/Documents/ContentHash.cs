namespace OuraTeams.Metrics.Documents;

/// <summary>Hash of what a document says. FNV-1a over 32-bit words: the same in every process and release.</summary>
internal static class ContentHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Computes it.</summary>
    public static ulong Of(DateOnly day, DocumentRole role, (DateTimeOffset From, DateTimeOffset To)? span, IEnumerable<(int Number, int Units)> values)
    {
        ulong hash = Mix(Mix(FnvOffset, day.DayNumber), (int)role);
        if (span is var (from, to))
        {
            hash = Mix(Mix(hash, from), to);
        }

        foreach ((int number, int units) in values)
        {
            hash = Mix(Mix(hash, number), units);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, DateTimeOffset time)
    {
        long instant = time.UtcTicks;
        return Mix(Mix(Mix(hash, (int)instant), (int)(instant >> 32)), (int)time.Offset.TotalMinutes);
    }

    private static ulong Mix(ulong hash, int word)
    {
        for (int shift = 0; shift < 32; shift += 8)
        {
            hash = (hash ^ (byte)(word >> shift)) * FnvPrime;
        }

        return hash;
    }
}
