using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Oura.OAuth;

/// <summary>The two halves of a PKCE proof (RFC 7636, method S256).</summary>
/// <param name="Verifier">The secret half, which goes with the code.</param>
/// <param name="Challenge">The public half, which goes to the authorize page.</param>
public sealed record Pkce(string Verifier, string Challenge)
{
    /// <summary>A new random proof.</summary>
    public static Pkce Create()
    {
        string verifier = RandomText();
        return new Pkce(verifier, ChallengeOf(verifier));
    }

    /// <summary>256 random bits as text, good for a verifier and for <c>state</c>.</summary>
    public static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The challenge that belongs to a verifier.</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Never prints the verifier.</summary>
    public override string ToString() => nameof(Pkce);
}
