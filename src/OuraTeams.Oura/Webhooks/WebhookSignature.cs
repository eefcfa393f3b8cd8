using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Oura.Webhooks;

/// <summary>
/// Signature of webhook deliveries: upper-case hex of HMAC-SHA256, key = client secret, message = text of
/// <c>x-oura-timestamp</c> followed by the raw body.
/// </summary>
public static class WebhookSignature
{
    private const int HexLength = SHA256.HashSizeInBytes * 2;

    /// <summary>Longest timestamp text that is taken.</summary>
    public const int MaxTimestampLength = 64;

    /// <summary>Compares in constant time. Hex of either case is taken.</summary>
    /// <param name="secret">Client secret, UTF-8.</param>
    /// <param name="timestamp">Value of <c>x-oura-timestamp</c>, as sent.</param>
    /// <param name="body">Raw bytes of the body.</param>
    /// <param name="signature">Value of <c>x-oura-signature</c>.</param>
    public static bool Verify(ReadOnlySpan<byte> secret, ReadOnlySpan<char> timestamp, ReadOnlySpan<byte> body, ReadOnlySpan<char> signature)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        if (signature.Length != HexLength
            || timestamp.Length > MaxTimestampLength
            || Convert.FromHexString(signature, given, out _, out int written) != OperationStatus.Done
            || written != given.Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(secret, timestamp, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private static void Compute(ReadOnlySpan<byte> secret, ReadOnlySpan<char> timestamp, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        int most = Encoding.UTF8.GetMaxByteCount(timestamp.Length) + body.Length;
        byte[] message = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            int prefix = Encoding.UTF8.GetBytes(timestamp, message);
            body.CopyTo(message.AsSpan(prefix));
            HMACSHA256.HashData(secret, message.AsSpan(0, prefix + body.Length), hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }
}
