using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>
/// How tokens are written: the grant, the generation and the purpose, signed with the grant's own key. Clients see 44
/// opaque characters; the sandbox need not remember spent ones to know them again.
/// </summary>
internal static class TokenText
{
    private const int SignedLength = 21;
    private const int Length = 33;

    /// <summary>Writes the access token or the refresh token of a generation.</summary>
    public static string Write(Grant grant, int generation, bool refresh)
    {
        Span<byte> bytes = stackalloc byte[Length];
        grant.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], generation);
        bytes[20] = refresh ? (byte)1 : (byte)0;
        Sign(grant, bytes[..SignedLength], bytes[SignedLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token's claim without checking it, or null when it isn't one.</summary>
    public static (Guid GrantId, int Generation, bool Refresh)? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return token.Length == 44 && Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == Length
            ? (new Guid(bytes[..16]), BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), bytes[20] == 1)
            : null;
    }

    private static void Sign(Grant grant, ReadOnlySpan<byte> signed, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Convert.FromBase64String(grant.Secret), signed, hash);
        hash[..signature.Length].CopyTo(signature);
    }
}
