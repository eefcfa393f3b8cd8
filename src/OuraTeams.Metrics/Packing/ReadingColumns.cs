using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Packing;

/// <summary>The readings of one kind as columns, in order of day: differences between neighbours are small.</summary>
internal static class ReadingColumns
{
    public static void Write(BinaryWriter writer, IEnumerable<DocumentReading> kind)
    {
        (byte[] Name, DocumentReading Reading)[] documents =
        [
            .. kind.Select(reading => (DocumentName.ToBytes(DocumentName.Of(reading.DocumentId)), reading))
                .OrderBy(document => document.reading.Day)
                .ThenBy(document => document.reading.ReadOrder),
        ];
        writer.Write7BitEncodedInt(documents.Length);
        foreach ((byte[] name, _) in documents)
        {
            writer.Write(name);
        }

        PackedNumbers.WriteSteps(writer, documents.Select(document => (long)document.Reading.Day.DayNumber));
        PackedNumbers.WriteSteps(writer, documents.Select(document => document.Reading.ReadOrder));
        foreach ((_, DocumentReading reading) in documents)
        {
            writer.Write7BitEncodedInt((int)reading.Role);
        }

        foreach ((_, DocumentReading reading) in documents)
        {
            PackedNumbers.WriteOptional(writer, reading.Version);
        }

        foreach ((_, DocumentReading reading) in documents)
        {
            WriteSpan(writer, reading.Span);
        }

        int[] metrics = [.. documents.SelectMany(document => document.Reading.Values).Select(value => value.Number).Distinct().Order()];
        writer.Write7BitEncodedInt(metrics.Length);
        foreach (int metric in metrics)
        {
            writer.Write7BitEncodedInt(metric);
            foreach ((_, DocumentReading reading) in documents)
            {
                PackedNumbers.WriteOptional(writer, Value(reading, metric));
            }
        }
    }

    public static void Read(BinaryReader reader, string kind, List<DocumentReading> into)
    {
        int count = reader.Read7BitEncodedInt();
        string[] names = [.. PackedNumbers.Repeat(count, () => DocumentName.From(reader.ReadBytes(DocumentName.Bytes)))];
        long[] days = PackedNumbers.ReadSteps(reader, count);
        long[] orders = PackedNumbers.ReadSteps(reader, count);
        int[] roles = [.. PackedNumbers.Repeat(count, reader.Read7BitEncodedInt)];
        long?[] versions = [.. PackedNumbers.Repeat(count, () => PackedNumbers.ReadOptional(reader))];
        (DateTimeOffset, DateTimeOffset)?[] spans = [.. PackedNumbers.Repeat(count, () => ReadSpan(reader))];
        var values = new List<(int Number, int Units)>[count];
        for (int index = 0; index < count; index++)
        {
            values[index] = [];
        }

        int metrics = reader.Read7BitEncodedInt();
        for (int metric = 0; metric < metrics; metric++)
        {
            int number = reader.Read7BitEncodedInt();
            foreach (List<(int Number, int Units)> document in values)
            {
                if (PackedNumbers.ReadOptional(reader) is { } units)
                {
                    document.Add((number, checked((int)units)));
                }
            }
        }

        for (int index = 0; index < count; index++)
        {
            into.Add(new DocumentReading
            {
                Kind = kind,
                DocumentId = names[index],
                Day = DateOnly.FromDayNumber(checked((int)days[index])),
                Version = versions[index],
                ReadOrder = orders[index],
                Role = (DocumentRole)roles[index],
                Values = values[index],
                Span = spans[index],
            });
        }
    }

    private static long? Value(DocumentReading reading, int metric)
    {
        foreach ((int number, int units) in reading.Values)
        {
            if (number == metric)
            {
                return units;
            }
        }

        return null;
    }

    private static void WriteSpan(BinaryWriter writer, (DateTimeOffset From, DateTimeOffset To)? span)
    {
        if (span is not { } known)
        {
            writer.Write(false);
            return;
        }

        writer.Write(true);
        PackedNumbers.WriteSigned(writer, known.From.ToUnixTimeSeconds());
        PackedNumbers.WriteSigned(writer, known.To.ToUnixTimeSeconds() - known.From.ToUnixTimeSeconds());
        PackedNumbers.WriteSigned(writer, (long)known.From.TotalOffsetMinutes);
        PackedNumbers.WriteSigned(writer, (long)known.To.TotalOffsetMinutes);
    }

    private static (DateTimeOffset From, DateTimeOffset To)? ReadSpan(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        long from = PackedNumbers.ReadSigned(reader);
        long to = from + PackedNumbers.ReadSigned(reader);
        return (At(from, PackedNumbers.ReadSigned(reader)), At(to, PackedNumbers.ReadSigned(reader)));
    }

    private static DateTimeOffset At(long seconds, long offset) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(offset));
}
