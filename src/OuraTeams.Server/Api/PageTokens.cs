using System.Buffers.Binary;
using System.Buffers.Text;

namespace OuraTeams.Server;

/// <summary>Places in a list as the opaque page tokens of the wire.</summary>
internal static class PageTokens
{
    private const int Length = 2 * sizeof(int);

    /// <summary>Writes a place.</summary>
    public static string Write(AccountLister.Place place)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, place.Team);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(int)..], place.Member);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a place back; the beginning for an empty text, null for one that was never given out.</summary>
    public static AccountLister.Place? Read(string token)
    {
        if (token.Length == 0)
        {
            return new AccountLister.Place(0, 0);
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(token, out int length) || length != Length || !Base64Url.TryDecodeFromChars(token, bytes, out _))
        {
            return null;
        }

        var place = new AccountLister.Place(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]));
        return place is { Team: >= 0, Member: >= 0 } ? place : null;
    }
}
