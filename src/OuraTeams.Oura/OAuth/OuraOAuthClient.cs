using System.Net;
using System.Text.Json;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.OAuth;

/// <summary>The OAuth 2.0 side of an app: sends members to Oura and redeems what comes back.</summary>
/// <param name="http">Client without any retry: codes and refresh tokens are single use.</param>
/// <param name="app">The app's settings.</param>
public sealed class OuraOAuthClient(HttpClient http, OuraAppOptions app)
{
    private volatile OAuthEndpoints? _endpoints = app.DiscoveryUrl is null ? new(app.AuthorizeUrl, app.TokenUrl, app.RevokeUrl) : null;

    /// <summary>The app's endpoints: those of its settings, or those of the discovery document, which is read once.</summary>
    /// <exception cref="OuraException">The discovery document could not be had or says nothing usable.</exception>
    public async ValueTask<OAuthEndpoints> EndpointsAsync(CancellationToken cancellation)
    {
        if (_endpoints is { } known)
        {
            return known;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, app.DiscoveryUrl);
        using JsonDocument json = await OuraResponse.SendForJsonAsync(http, request, cancellation);
        OAuthEndpoints found = OuraResponse.Read(
            () => OAuthEndpoints.From(json.RootElement, app.DiscoveryUrl!), "The discovery document lacks an address.");
        _endpoints = found;
        return found;
    }

    /// <summary>The page where a member signs in and gives consent.</summary>
    /// <param name="redirectUri">Where Oura sends the member back to; must be registered with the app.</param>
    /// <param name="state">Opaque value that comes back unchanged.</param>
    /// <param name="codeChallenge">PKCE S256 challenge (RFC 7636), <see cref="Pkce.Challenge"/>.</param>
    /// <param name="cancellation">Ends the reading of the discovery document.</param>
    /// <exception cref="OuraException">The discovery document could not be had or says nothing usable.</exception>
    public async Task<Uri> AuthorizeUrlAsync(Uri redirectUri, string state, string codeChallenge, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        string query = Query(
        [
            ("response_type", "code"),
            ("client_id", app.ClientId),
            ("redirect_uri", redirectUri.AbsoluteUri),
            ("scope", app.Scopes),
            ("state", state),
            ("code_challenge", codeChallenge),
            ("code_challenge_method", "S256"),
        ]);
        return WithQuery((await EndpointsAsync(cancellation)).Authorize, query);
    }

    /// <summary>Redeems an authorization code. Never call it twice with one code.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.InvalidGrant"/> when Oura refuses the code; any other when no usable answer came.</exception>
    public Task<TokenPair> ExchangeAsync(string code, Uri redirectUri, string codeVerifier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        return RedeemAsync(
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", redirectUri.AbsoluteUri),
                new("code_verifier", codeVerifier),
            ],
            oldRefreshToken: "",
            cancellation);
    }

    /// <summary>Redeems a refresh token for a new pair. The old refresh token is dead from then on, even when the answer is lost.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.InvalidGrant"/> when the token was used or revoked; any other when the outcome is unknown.</exception>
    public Task<TokenPair> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        RedeemAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], refreshToken, cancellation);

    /// <summary>Ends a grant, with all its tokens. Done, too, when Oura says that it doesn't know the token any more.</summary>
    /// <exception cref="OuraException">The outcome is unknown, the app's credentials were refused, or the provider names no address for it (<see cref="OuraFailure.Invalid"/>).</exception>
    public async Task RevokeAsync(string accessToken, string refreshToken, CancellationToken cancellation)
    {
        Uri address = (await EndpointsAsync(cancellation)).Revoke
            ?? throw new OuraException(OuraFailure.Invalid, "The discovery document names no address to revoke a grant.");
        RevokeForm form = app.Revoke ?? (app.DiscoveryUrl is null ? RevokeForm.PostQuery : RevokeForm.Form);
        using HttpRequestMessage request = RevokeRequest(form, address, accessToken, refreshToken);
        try
        {
            await OuraResponse.SendAsync(http, request, cancellation);
        }
        catch (OuraException refusal) when (refusal.Status == HttpStatusCode.Unauthorized && form != RevokeForm.Form)
        {
            // These forms carry no credentials of the app. A refusal means that the token is not valid any more, which is the aim.
        }
    }

    private static Uri WithQuery(Uri address, string query) =>
        new UriBuilder(address) { Query = address.Query is { Length: > 1 } own ? $"{own}&{query}" : query }.Uri;

    private static string Query((string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>
    /// Reads an answer as far as it can be read: it is the only copy of the tokens, so that nothing but a missing access token
    /// makes it useless. Without a refresh token the old one stays (RFC 6749, section 6).
    /// </summary>
    private static TokenPair? Pair(JsonElement answer, string oldRefreshToken) => OpenJson.Text(answer, "access_token") is not { } access ? null
        : new TokenPair(access, OpenJson.Text(answer, "refresh_token") ?? oldRefreshToken, Lifetime(OpenJson.Number(answer, "expires_in")), Scopes(answer));

    private static TimeSpan Lifetime(double? seconds) => seconds is not > 0 ? TokenPair.UsualLifetime
        : seconds < TokenPair.LeastLifetime.TotalSeconds ? TokenPair.LeastLifetime
        : seconds > TokenPair.GreatestLifetime.TotalSeconds ? TokenPair.GreatestLifetime
        : TimeSpan.FromSeconds(seconds.Value);

    /// <summary>A text with spaces (RFC 6749, section 3.3), or a list.</summary>
    private static IReadOnlyList<string>? Scopes(JsonElement answer) => OpenJson.Member(answer, "scope") switch
    {
        { ValueKind: JsonValueKind.String } text => OuraScopes.Parse(text.GetString()!),
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String) =>
            OuraScopes.Parse(string.Join(' ', list.EnumerateArray().Select(entry => entry.GetString()))),
        _ => null,
    };

    private HttpRequestMessage RevokeRequest(RevokeForm form, Uri address, string accessToken, string refreshToken)
    {
        switch (form)
        {
            case RevokeForm.PostHeader:
                var request = new HttpRequestMessage(HttpMethod.Post, address);
                request.Headers.Authorization = new("Bearer", refreshToken);
                return request;
            case RevokeForm.Form:
                return new HttpRequestMessage(HttpMethod.Post, address)
                {
                    Content = new FormUrlEncodedContent(
                    [
                        new("token", refreshToken),
                        new("token_type_hint", "refresh_token"),
                        new("client_id", app.ClientId),
                        new("client_secret", app.ClientSecret),
                    ]),
                };
            default:
                return new HttpRequestMessage(
                    form == RevokeForm.GetQuery ? HttpMethod.Get : HttpMethod.Post, WithQuery(address, Query([("access_token", accessToken)])));
        }
    }

    private async Task<TokenPair> RedeemAsync(List<KeyValuePair<string, string>> form, string oldRefreshToken, CancellationToken cancellation)
    {
        form.Add(new("client_id", app.ClientId));
        form.Add(new("client_secret", app.ClientSecret));
        Uri address = (await EndpointsAsync(cancellation)).Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        using JsonDocument json = await OuraResponse.SendForJsonAsync(http, request, cancellation);
        return OuraResponse.Read(() => Pair(json.RootElement, oldRefreshToken), "The token endpoint's answer has no access_token.");
    }
}
