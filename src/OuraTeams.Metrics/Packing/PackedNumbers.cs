namespace OuraTeams.Metrics.Packing;

/// <summary>Whole numbers in as few bytes as they need, small negative ones too.</summary>
internal static class PackedNumbers
{
    public static IEnumerable<T> Repeat<T>(int count, Func<T> read)
    {
        for (int index = 0; index < count; index++)
        {
            yield return read();
        }
    }

    /// <summary>The differences between neighbours.</summary>
    public static void WriteSteps(BinaryWriter writer, IEnumerable<long> numbers)
    {
        long before = 0;
        foreach (long number in numbers)
        {
            WriteSigned(writer, number - before);
            before = number;
        }
    }

    public static long[] ReadSteps(BinaryReader reader, int count)
    {
        long before = 0;
        return [.. Repeat(count, () => before += ReadSigned(reader))];
    }

    /// <summary>0 stands for none.</summary>
    public static void WriteOptional(BinaryWriter writer, long? number) =>
        writer.Write7BitEncodedInt64(number is { } known ? 1 + Coded(known) : 0);

    public static long? ReadOptional(BinaryReader reader) => reader.Read7BitEncodedInt64() is not 0 and var coded ? Number(coded - 1) : null;

    public static void WriteSigned(BinaryWriter writer, long number) => writer.Write7BitEncodedInt64(Coded(number));

    public static long ReadSigned(BinaryReader reader) => Number(reader.Read7BitEncodedInt64());

    /// <summary>0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.</summary>
    private static long Coded(long number) => (number << 1) ^ (number >> 63);

    private static long Number(long coded) => (long)((ulong)coded >> 1) ^ -(coded & 1);
}
