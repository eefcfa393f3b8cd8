using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Metrics.Packing;

/// <summary>
/// Short name of a document within one account and kind: 48 bits of a hash of Oura's id, as text. Among the 1,000 documents
/// of a kind that an account may hold, two share a name with a chance of 2 in a billion.
/// </summary>
public static class DocumentName
{
    /// <summary>Bytes of a name.</summary>
    internal const int Bytes = 6;

    /// <summary>Begins a name; no id of Oura's looks like one.</summary>
    private const string Mark = "~";

    /// <summary>The name of a document, the same in every process and release. The name of a name is itself.</summary>
    /// <param name="documentId">Oura's id, or a name.</param>
    public static string Of(string documentId)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        if (IsName(documentId))
        {
            return documentId;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(documentId), hash);
        return From(hash[..Bytes]);
    }

    internal static string From(ReadOnlySpan<byte> name) => Mark + Convert.ToHexStringLower(name);

    internal static byte[] ToBytes(string name) => Convert.FromHexString(name.AsSpan(Mark.Length));

    private static bool IsName(string text) => text.Length == Mark.Length + (2 * Bytes)
        && text.StartsWith(Mark, StringComparison.Ordinal)
        && text.Skip(Mark.Length).All(char.IsAsciiHexDigitLower);
}
