using System.Buffers.Binary;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.State;

/// <summary>
/// The ids of documents. An id looks like a random UUID but hides its day and slot behind a mask that follows from the
/// rest of it, so that a document is found by its id without a table.
/// </summary>
internal static class DocumentId
{
    /// <summary>The id of a document of the world of that seed.</summary>
    public static string Of(int seed, DocumentKey key)
    {
        Span<byte> bytes = stackalloc byte[16];
        var noise = Noise.Of(seed, (int)NoiseTopic.DocumentId, key.Member, KindNumber(key.Kind), key.Day.DayNumber, key.Slot);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], noise.Bits());
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)noise.Bits());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)((key.Day.DayNumber << 4) | key.Slot) ^ Mask(seed, key.Member, key.Kind, bytes));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The document with that id, or null when no document of that member and kind can have it.</summary>
    public static DocumentKey? Read(int seed, int member, string kind, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var guid))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var hidden = BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ Mask(seed, member, kind, bytes);
        if (hidden >> 4 > DateOnly.MaxValue.DayNumber)
        {
            return null;
        }

        var key = new DocumentKey(member, kind, DateOnly.FromDayNumber((int)(hidden >> 4)), (int)(hidden & 0xF));
        return Of(seed, key) == id ? key : null;
    }

    private static uint Mask(int seed, int member, string kind, ReadOnlySpan<byte> bytes) =>
        (uint)Noise.Of(seed, (int)NoiseTopic.DocumentId, member, KindNumber(kind),
            BinaryPrimitives.ReadInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadInt32BigEndian(bytes[4..])).Bits();

    /// <summary>A number for a route name that stays the same whatever other kinds come.</summary>
    private static long KindNumber(string kind)
    {
        var number = 17L;
        foreach (var letter in kind)
        {
            number = unchecked((number * 31) + letter);
        }

        return number;
    }
}
