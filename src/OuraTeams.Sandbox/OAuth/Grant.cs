namespace OuraTeams.Sandbox.OAuth;

/// <summary>What one member allowed the app once: the family of all tokens that came from one code.</summary>
/// <param name="Id">The grant.</param>
/// <param name="MemberId">Who allowed it.</param>
/// <param name="Scopes">What was allowed, bare names.</param>
/// <param name="Portal">Where it was issued, the only place that refreshes it.</param>
/// <param name="Secret">The key of this family's tokens, base64.</param>
/// <param name="Generation">How often it was refreshed; the refresh token of this generation is the one that works.</param>
/// <param name="Issued">The access tokens that have not expired.</param>
/// <param name="Rotations">The refreshes of the last seconds.</param>
internal sealed record Grant(
    Guid Id,
    string MemberId,
    IReadOnlyList<string> Scopes,
    OAuthPortal Portal,
    string Secret,
    int Generation,
    IReadOnlyList<Grant.AccessToken> Issued,
    IReadOnlyList<Grant.Rotation> Rotations)
{
    /// <summary>An access token of a generation. A refresh doesn't end the one before it: that is ours, Oura doesn't say.</summary>
    internal sealed record AccessToken(int Generation, DateTimeOffset ExpiresAt);

    /// <summary>When the refresh token of a generation was used.</summary>
    internal sealed record Rotation(int Generation, DateTimeOffset At);
}
