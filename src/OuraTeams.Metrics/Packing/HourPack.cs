using OuraTeams.Metrics.Series;

namespace OuraTeams.Metrics.Packing;

/// <summary>Figures of hours as bytes. The form has a number of its own.</summary>
public static class HourPack
{
    private const byte Form = 1;

    /// <summary>Packs the hours of each time series.</summary>
    public static byte[] Pack(IReadOnlyDictionary<string, IReadOnlyList<HourFigures>> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Squeezed.Write(Form, writer =>
        {
            writer.Write7BitEncodedInt(series.Count);
            foreach ((string kind, IReadOnlyList<HourFigures> hours) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                writer.Write(kind);
                Write(writer, [.. hours.OrderBy(hour => hour.UnixHour)]);
            }
        });
    }

    /// <summary>Gives the hours back, ascending.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave; nothing for no hours.</param>
    /// <exception cref="InvalidDataException">The bytes are of a later form, or damaged.</exception>
    public static Dictionary<string, IReadOnlyList<HourFigures>> Unpack(byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        var series = new Dictionary<string, IReadOnlyList<HourFigures>>(StringComparer.Ordinal);
        if (packed.Length == 0)
        {
            return series;
        }

        using BinaryReader reader = Squeezed.Read(Form, packed);
        int kinds = reader.Read7BitEncodedInt();
        for (int kind = 0; kind < kinds; kind++)
        {
            series.Add(reader.ReadString(), Read(reader));
        }

        return series;
    }

    /// <summary>Field by field: neighbours are alike.</summary>
    private static void Write(BinaryWriter writer, HourFigures[] hours)
    {
        writer.Write7BitEncodedInt(hours.Length);
        foreach (Func<HourFigures, long> field in (Func<HourFigures, long>[])
        [
            hour => hour.UnixHour, hour => hour.Figures.Count, hour => hour.Figures.Minimum, hour => hour.Figures.Maximum,
            hour => hour.Figures.Sum, hour => hour.Figures.SumOfSquares, hour => hour.Figures.Differences, hour => hour.Figures.SumOfSquaredDifferences,
        ])
        {
            PackedNumbers.WriteSteps(writer, hours.Select(field));
        }
    }

    private static HourFigures[] Read(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        long[][] fields = [.. PackedNumbers.Repeat(8, () => PackedNumbers.ReadSteps(reader, count))];
        return [.. Enumerable.Range(0, count).Select(hour => new HourFigures((int)fields[0][hour], new SeriesFigures(
            (int)fields[1][hour], (int)fields[2][hour], (int)fields[3][hour], fields[4][hour], fields[5][hour], (int)fields[6][hour], fields[7][hour])))];
    }
}
