namespace OuraTeams.Metrics;

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

        WriteSteps(writer, documents.Select(document => (long)document.Reading.Day.DayNumber));
        WriteSteps(writer, documents.Select(document => document.Reading.ReadOrder));
        foreach ((_, DocumentReading reading) in documents)
        {
            writer.Write7BitEncodedInt((int)reading.Role);
        }

        foreach ((_, DocumentReading reading) in documents)
        {
            WriteOptional(writer, reading.Version);
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
                WriteOptional(writer, Value(reading, metric));
            }
        }
    }

    public static void Read(BinaryReader reader, string kind, List<DocumentReading> into)
    {
        int count = reader.Read7BitEncodedInt();
        string[] names = [.. Repeat(count, () => DocumentName.From(reader.ReadBytes(DocumentName.Bytes)))];
        long[] days = ReadSteps(reader, count);
        long[] orders = ReadSteps(reader, count);
        int[] roles = [.. Repeat(count, reader.Read7BitEncodedInt)];
        long?[] versions = [.. Repeat(count, () => ReadOptional(reader))];
        (DateTimeOffset, DateTimeOffset)?[] spans = [.. Repeat(count, () => ReadSpan(reader))];
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
                if (ReadOptional(reader) is { } units)
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

    private static IEnumerable<T> Repeat<T>(int count, Func<T> read)
    {
        for (int index = 0; index < count; index++)
        {
            yield return read();
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

    private static void WriteSteps(BinaryWriter writer, IEnumerable<long> numbers)
    {
        long before = 0;
        foreach (long number in numbers)
        {
            WriteSigned(writer, number - before);
            before = number;
        }
    }

    private static long[] ReadSteps(BinaryReader reader, int count)
    {
        long before = 0;
        return [.. Repeat(count, () => before += ReadSigned(reader))];
    }

    /// <summary>0 stands for none.</summary>
    private static void WriteOptional(BinaryWriter writer, long? number)
    {
        if (number is not { } known)
        {
            writer.Write7BitEncodedInt64(0);
            return;
        }

        writer.Write7BitEncodedInt64(1 + ((known << 1) ^ (known >> 63)));
    }

    private static long? ReadOptional(BinaryReader reader) => reader.Read7BitEncodedInt64() is not 0 and var coded ? Signed(coded - 1) : null;

    private static void WriteSigned(BinaryWriter writer, long number) => writer.Write7BitEncodedInt64((number << 1) ^ (number >> 63));

    private static long ReadSigned(BinaryReader reader) => Signed(reader.Read7BitEncodedInt64());

    private static long Signed(long coded) => (long)((ulong)coded >> 1) ^ -(coded & 1);

    private static void WriteSpan(BinaryWriter writer, (DateTimeOffset From, DateTimeOffset To)? span)
    {
        if (span is not { } known)
        {
            writer.Write(false);
            return;
        }

        writer.Write(true);
        WriteSigned(writer, known.From.ToUnixTimeSeconds());
        WriteSigned(writer, known.To.ToUnixTimeSeconds() - known.From.ToUnixTimeSeconds());
        WriteSigned(writer, (long)known.From.TotalOffsetMinutes);
        WriteSigned(writer, (long)known.To.TotalOffsetMinutes);
    }

    private static (DateTimeOffset From, DateTimeOffset To)? ReadSpan(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        long from = ReadSigned(reader);
        long to = from + ReadSigned(reader);
        return (At(from, ReadSigned(reader)), At(to, ReadSigned(reader)));
    }

    private static DateTimeOffset At(long seconds, long offset) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(offset));
}
