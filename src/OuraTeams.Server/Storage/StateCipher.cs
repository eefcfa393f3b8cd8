using System.Security.Cryptography;

namespace OuraTeams.Server.Storage;

/// <summary>
/// AES-256-GCM. Layout: format (1 byte), key id (8), nonce (12), tag (16), ciphertext. The first nine bytes and the place
/// that the state belongs to are authenticated too, so that a state can't be moved to another grain.
/// </summary>
internal static class StateCipher
{
    /// <summary>Bytes that sealing adds.</summary>
    public const int Overhead = HeaderLength + NonceLength + TagLength;

    private const byte Format = 1;
    private const int KeyIdLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + KeyIdLength;

    /// <summary>How everything begins that is sealed with a key.</summary>
    /// <param name="keyId">8 bytes that name the key.</param>
    public static byte[] Header(ReadOnlySpan<byte> keyId) => [Format, .. keyId];

    /// <summary>Seals bytes.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="keyId">8 bytes that name the key.</param>
    /// <param name="place">What the bytes belong to.</param>
    /// <param name="plain">The bytes.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain)
    {
        byte[] result = new byte[Overhead + plain.Length];
        Span<byte> span = result;
        span[0] = Format;
        keyId.CopyTo(span[1..HeaderLength]);
        Span<byte> nonce = span.Slice(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, span[Overhead..], span.Slice(HeaderLength + NonceLength, TagLength), [.. span[..HeaderLength], .. place]);
        return result;
    }

    /// <summary>Whether bytes name this key as the one that they are sealed with.</summary>
    public static bool IsSealedWith(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Overhead && bytes[1..HeaderLength].SequenceEqual(keyId);

    /// <summary>Opens sealed bytes.</summary>
    /// <exception cref="StorageException">The format is not known, or the key is another one.</exception>
    /// <exception cref="AuthenticationTagMismatchException">The bytes were changed or belong somewhere else.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> place, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Overhead || bytes[0] != Format)
        {
            throw new StorageException("A stored state is not in a format that this release knows.");
        }

        if (!bytes[1..HeaderLength].SequenceEqual(keyId))
        {
            throw new StorageException("A stored state was written with another key than the one at hand (Storage:MasterKey).");
        }

        byte[] plain = new byte[bytes.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            bytes.Slice(HeaderLength, NonceLength), bytes[Overhead..], bytes.Slice(HeaderLength + NonceLength, TagLength), plain, [.. bytes[..HeaderLength], .. place]);
        return plain;
    }
}
