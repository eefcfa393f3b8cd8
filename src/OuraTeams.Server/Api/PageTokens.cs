using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Api;

/// <summary>
/// Page tokens of every listing: the place where the next page begins, signed together with the listing that it belongs to. A token of
/// another listing, or one that was never given out, is refused. Every process with the same master key takes them.
/// </summary>
internal sealed class PageTokens(MasterKey master)
{
    private const int SignatureLength = 16;
    private const int LongestToken = 1_024;

    private readonly byte[] _key = master.Derive("ourateams page tokens 1");

    /// <summary>Makes a token.</summary>
    /// <param name="place">Where the next page begins; null, and the token empty, on the last page.</param>
    /// <param name="listing">What is listed: the method, and every field of the request but the page's size and token.</param>
    public string Write(string? place, params ReadOnlySpan<string> listing) => place is null
        ? ""
        : Base64Url.EncodeToString([.. Sign(place, listing), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>Reads the place out of the field <c>page_token</c>, and notes a problem when it can't be one.</summary>
    /// <returns>The place; null for the first page.</returns>
    public string? Read(FieldChecks check, string token, params ReadOnlySpan<string> listing)
    {
        if (token.Length == 0)
        {
            return null;
        }

        string? place = Open(token, listing);
        check.Require(place is not null, "page_token", "must be the next_page_token of an earlier answer to the same request");
        return place;
    }

    private string? Open(string token, ReadOnlySpan<string> listing)
    {
        if (token.Length > LongestToken || !Base64Url.IsValid(token, out int length) || length < SignatureLength)
        {
            return null;
        }

        byte[] bytes = Base64Url.DecodeFromChars(token);
        string place = Encoding.UTF8.GetString(bytes.AsSpan(SignatureLength));
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureLength), Sign(place, listing)) ? place : null;
    }

    private byte[] Sign(string place, ReadOnlySpan<string> listing)
    {
        // Escaped, so that two different listings and places never give the same text.
        var text = new StringBuilder();
        foreach (string part in listing)
        {
            text.Append(Uri.EscapeDataString(part)).Append('/');
        }

        text.Append(place);
        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, SignatureLength).ToArray();
    }
}
