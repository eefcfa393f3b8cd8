namespace OuraTeams.Sandbox.OAuth;

/// <summary>A code that a consent gave out. It works once, for ten minutes, and only for what it was asked for with.</summary>
/// <param name="Value">The code.</param>
/// <param name="MemberId">Who consented.</param>
/// <param name="Scopes">What they allowed, bare names.</param>
/// <param name="Portal">Where.</param>
/// <param name="RedirectUri">The address that the code was sent to; the exchange must name it again.</param>
/// <param name="Challenge">The PKCE challenge, if one was given.</param>
/// <param name="IsPlainChallenge">True when the challenge is the verifier itself.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Used">True once somebody tried it.</param>
/// <param name="GrantId">What was issued for it.</param>
/// <param name="NamesRedirect">False when the request left the address out; then the exchange may leave it out too.</param>
internal sealed record AuthorizationCode(
    string Value,
    string MemberId,
    IReadOnlyList<string> Scopes,
    OAuthPortal Portal,
    string RedirectUri,
    string? Challenge,
    bool IsPlainChallenge,
    DateTimeOffset ExpiresAt,
    bool Used,
    Guid? GrantId,
    bool NamesRedirect = true);
