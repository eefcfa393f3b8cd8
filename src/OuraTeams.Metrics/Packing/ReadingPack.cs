using OuraTeams.Metrics.Documents;

namespace OuraTeams.Metrics.Packing;

/// <summary>
/// Readings of one account as bytes: a column for each field of each kind, whole numbers in as few bytes as they need,
/// then Brotli. About a tenth of what the records take. The form has a number of its own; later ones read earlier ones.
/// </summary>
public static class ReadingPack
{
    private const byte Form = 1;

    /// <summary>A reading as it comes out of a pack: with a name in place of its id, its times in whole seconds, values in order.</summary>
    public static DocumentReading AsPacked(DocumentReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading with
        {
            DocumentId = DocumentName.Of(reading.DocumentId),
            Values = [.. reading.Values.OrderBy(value => value.Number)],
            Span = reading.Span is { } span ? (Whole(span.From), Whole(span.To)) : null,
            Implausible = 0,
        };
    }

    /// <summary>Packs readings. Their order is not kept, ids become <see cref="DocumentName"/>s.</summary>
    public static byte[] Pack(IEnumerable<DocumentReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ILookup<string, DocumentReading> kinds = readings.ToLookup(reading => reading.Kind, StringComparer.Ordinal);
        return Squeezed.Write(Form, writer =>
        {
            writer.Write7BitEncodedInt(kinds.Count);
            foreach (IGrouping<string, DocumentReading> kind in kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal))
            {
                writer.Write(kind.Key);
                ReadingColumns.Write(writer, kind);
            }
        });
    }

    /// <summary>Gives the readings back.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave; nothing for no readings.</param>
    /// <exception cref="InvalidDataException">The bytes are of a later form, or damaged.</exception>
    public static IReadOnlyList<DocumentReading> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty)
        {
            return [];
        }

        using BinaryReader reader = Squeezed.Read(Form, packed);
        var readings = new List<DocumentReading>();
        int kinds = reader.Read7BitEncodedInt();
        for (int kind = 0; kind < kinds; kind++)
        {
            ReadingColumns.Read(reader, string.Intern(reader.ReadString()), readings);
        }

        return readings;
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
