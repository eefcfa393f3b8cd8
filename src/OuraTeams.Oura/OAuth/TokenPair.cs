using System.Diagnostics;

namespace OuraTeams.Oura.OAuth;

/// <summary>What the token endpoint issued. Refresh tokens are single use: this pair replaces the one before.</summary>
/// <param name="AccessToken">Bearer token of the API.</param>
/// <param name="RefreshToken">Single use token for the next pair; the one that was redeemed where the answer brought no new one, empty where there was none.</param>
/// <param name="ExpiresIn">Lifetime of the access token; one hour to thirty days have been seen.</param>
/// <param name="Scopes">Granted scopes without the <c>extapi:</c> prefix, or null when the answer did not name them.</param>
[DebuggerDisplay("expires in {ExpiresIn}")]
public sealed record TokenPair(string AccessToken, string RefreshToken, TimeSpan ExpiresIn, IReadOnlyList<string>? Scopes)
{
    /// <summary>Taken when an answer names no lifetime that can be read. Too short costs a refresh, too long costs a 401 and a refresh.</summary>
    public static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    /// <summary>What is shorter is taken for this.</summary>
    public static readonly TimeSpan LeastLifetime = TimeSpan.FromSeconds(1);

    /// <summary>What is longer is taken for this; thirty days are the longest that was seen.</summary>
    public static readonly TimeSpan GreatestLifetime = TimeSpan.FromDays(31);

    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => $"TokenPair, expires in {ExpiresIn}";
}
