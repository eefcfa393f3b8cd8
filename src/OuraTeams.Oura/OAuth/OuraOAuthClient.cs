using System.Text.Json;

namespace OuraTeams.Oura;

/// <summary>The OAuth 2.0 side of an app: sends members to Oura and redeems what comes back.</summary>
/// <param name="http">Client without any retry: codes and refresh tokens are single use.</param>
/// <param name="app">The app's settings.</param>
public sealed class OuraOAuthClient(HttpClient http, OuraAppOptions app)
{
    /// <summary>The page where a member signs in and gives consent.</summary>
    /// <param name="redirectUri">Where Oura sends the member back to; must be registered with the app.</param>
    /// <param name="state">Opaque value that comes back unchanged.</param>
    /// <param name="codeChallenge">PKCE S256 challenge (RFC 7636).</param>
    public Uri AuthorizeUrl(Uri redirectUri, string state, string codeChallenge)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        string query = string.Join('&', new (string Name, string Value)[]
        {
            ("response_type", "code"),
            ("client_id", app.ClientId),
            ("redirect_uri", redirectUri.AbsoluteUri),
            ("scope", app.Scopes),
            ("state", state),
            ("code_challenge", codeChallenge),
            ("code_challenge_method", "S256"),
        }.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        return new UriBuilder(app.AuthorizeUrl) { Query = query }.Uri;
    }

    /// <summary>Redeems an authorization code. Never call it twice with one code.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.InvalidGrant"/> when Oura refuses the code; any other when no usable answer came.</exception>
    public Task<TokenPair> ExchangeAsync(string code, Uri redirectUri, string codeVerifier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        return PostAsync(
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", redirectUri.AbsoluteUri),
                new("code_verifier", codeVerifier),
            ],
            cancellation);
    }

    /// <summary>Redeems a refresh token for a new pair. The old refresh token is dead from then on, even when the answer is lost.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.InvalidGrant"/> when the token was used or revoked; any other when the outcome is unknown.</exception>
    public Task<TokenPair> RefreshAsync(string refreshToken, CancellationToken cancellation) =>
        PostAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], cancellation);

    /// <summary>Ends the grant that a token belongs to.</summary>
    /// <exception cref="OuraException">Oura refused or gave no usable answer.</exception>
    public async Task RevokeAsync(string accessToken, string refreshToken, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.TokenUrl, "revoke"))
        {
            Content = new FormUrlEncodedContent([new("token", refreshToken), new("access_token", accessToken), new("client_id", app.ClientId), new("client_secret", app.ClientSecret)]),
        };
        using HttpResponseMessage answer = await http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != System.Net.HttpStatusCode.Unauthorized)
        {
            throw new OuraException(OuraFailure.Unavailable, $"The revocation was answered {(int)answer.StatusCode}.");
        }
    }

    private async Task<TokenPair> PostAsync(List<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        form.Add(new("client_id", app.ClientId));
        form.Add(new("client_secret", app.ClientSecret));
        using var request = new HttpRequestMessage(HttpMethod.Post, app.TokenUrl) { Content = new FormUrlEncodedContent(form) };
        using JsonDocument? json = await OuraResponse.SendAsync(http, request, cancellation);
        return OuraResponse.Read(() => Pair(json), "The token endpoint's answer has no access_token, refresh_token or expires_in.");
    }

    private static TokenPair? Pair(JsonDocument? json)
    {
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } answer
            || Text(answer, "access_token") is not { Length: > 0 } access
            || Text(answer, "refresh_token") is not { Length: > 0 } refresh
            || !answer.TryGetProperty("expires_in", out JsonElement expires) || !expires.TryGetInt32(out int seconds) || seconds <= 0)
        {
            return null;
        }

        return new TokenPair(access, refresh, TimeSpan.FromSeconds(seconds), Text(answer, "scope") is { } scope ? OuraScopes.Parse(scope) : null);
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
