namespace OuraTeams.Metrics;

/// <summary>Figures of hours as bytes: whole numbers in as few bytes as they need. The form has a number of its own.</summary>
public static class HourPack
{
    private const byte Form = 1;

    /// <summary>Packs the hours of each time series.</summary>
    public static byte[] Pack(IReadOnlyDictionary<string, IReadOnlyList<HourFigures>> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Form);
        writer.Write7BitEncodedInt(series.Count);
        foreach ((string kind, IReadOnlyList<HourFigures> hours) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.Write(kind);
            writer.Write7BitEncodedInt(hours.Count);
            int before = 0;
            foreach ((int hour, SeriesFigures figures) in hours.OrderBy(hour => hour.UnixHour))
            {
                writer.Write7BitEncodedInt(hour - before);
                before = hour;
                writer.Write7BitEncodedInt(figures.Count);
                writer.Write7BitEncodedInt(figures.Minimum);
                writer.Write7BitEncodedInt(figures.Maximum);
                writer.Write7BitEncodedInt64(figures.Sum);
                writer.Write7BitEncodedInt64(figures.SumOfSquares);
                writer.Write7BitEncodedInt(figures.Differences);
                writer.Write7BitEncodedInt64(figures.SumOfSquaredDifferences);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Gives the hours back, ascending.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave; nothing for no hours.</param>
    /// <exception cref="InvalidDataException">The bytes are of a later form.</exception>
    public static Dictionary<string, IReadOnlyList<HourFigures>> Unpack(byte[] packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        var series = new Dictionary<string, IReadOnlyList<HourFigures>>(StringComparer.Ordinal);
        if (packed.Length == 0)
        {
            return series;
        }

        using var reader = new BinaryReader(new MemoryStream(packed));
        if (reader.ReadByte() is not Form and var form)
        {
            throw new InvalidDataException($"Packed hours of form {form} are not known here.");
        }

        int kinds = reader.Read7BitEncodedInt();
        for (int kind = 0; kind < kinds; kind++)
        {
            string name = reader.ReadString();
            var hours = new HourFigures[reader.Read7BitEncodedInt()];
            int before = 0;
            for (int index = 0; index < hours.Length; index++)
            {
                before += reader.Read7BitEncodedInt();
                hours[index] = new HourFigures(before, new SeriesFigures(
                    reader.Read7BitEncodedInt(),
                    reader.Read7BitEncodedInt(),
                    reader.Read7BitEncodedInt(),
                    reader.Read7BitEncodedInt64(),
                    reader.Read7BitEncodedInt64(),
                    reader.Read7BitEncodedInt(),
                    reader.Read7BitEncodedInt64()));
            }

            series.Add(name, hours);
        }

        return series;
    }
}
