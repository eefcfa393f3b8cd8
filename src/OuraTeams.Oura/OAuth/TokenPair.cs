using System.Diagnostics;

namespace OuraTeams.Oura.OAuth;

/// <summary>What the token endpoint issued. Refresh tokens are single use: this pair replaces the one before.</summary>
/// <param name="AccessToken">Bearer token of the API.</param>
/// <param name="RefreshToken">Single use token for the next pair.</param>
/// <param name="ExpiresIn">Lifetime of the access token; one hour to thirty days have been seen.</param>
/// <param name="Scopes">Granted scopes without the <c>extapi:</c> prefix, or null when the answer did not name them.</param>
[DebuggerDisplay("expires in {ExpiresIn}")]
public sealed record TokenPair(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, IReadOnlyList<string>? Scopes)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => $"TokenPair, expires in {ExpiresIn}";
}
