namespace OuraTeams.Metrics.Packing;

/// <summary>Versions of days as bytes.</summary>
public static class DayPack
{
    private const byte Form = 1;

    /// <summary>Packs the version of each day.</summary>
    public static byte[] Pack(IReadOnlyDictionary<DateOnly, long> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        KeyValuePair<DateOnly, long>[] days = [.. versions.OrderBy(day => day.Key)];
        return Squeezed.Write(Form, writer =>
        {
            writer.Write7BitEncodedInt(days.Length);
            PackedNumbers.WriteSteps(writer, days.Select(day => (long)day.Key.DayNumber));
            PackedNumbers.WriteSteps(writer, days.Select(day => day.Value));
        });
    }

    /// <summary>Gives them back.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave; nothing for no days.</param>
    /// <exception cref="InvalidDataException">The bytes are of a later form, or damaged.</exception>
    public static Dictionary<DateOnly, long> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty)
        {
            return [];
        }

        using BinaryReader reader = Squeezed.Read(Form, packed);
        int count = reader.Read7BitEncodedInt();
        long[] days = PackedNumbers.ReadSteps(reader, count);
        long[] versions = PackedNumbers.ReadSteps(reader, count);
        return days.Zip(versions).ToDictionary(day => DateOnly.FromDayNumber(checked((int)day.First)), day => day.Second);
    }
}
