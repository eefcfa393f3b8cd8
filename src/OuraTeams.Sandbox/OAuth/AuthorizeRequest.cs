using Microsoft.Extensions.Primitives;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>An authorization request that can be shown to a member.</summary>
/// <param name="Portal">Which portal was asked.</param>
/// <param name="IsImplicit">True when an access token is asked for in place of a code.</param>
/// <param name="ClientId">The app.</param>
/// <param name="RedirectUri">Where the member is sent back to.</param>
/// <param name="NamesRedirect">False when the address was left out, so that the exchange may leave it out too.</param>
/// <param name="State">What the app gets back as it came.</param>
/// <param name="Scopes">The grantable scopes asked for, bare names.</param>
/// <param name="ScopeText">The scopes as they were asked for.</param>
/// <param name="Challenge">The PKCE challenge.</param>
/// <param name="IsPlainChallenge">True when the challenge is the verifier itself.</param>
/// <param name="LoginHint">The id or e-mail address of the member to choose at first.</param>
internal sealed record AuthorizeRequest(
    OAuthPortal Portal,
    bool IsImplicit,
    string ClientId,
    string RedirectUri,
    bool NamesRedirect,
    string? State,
    string[] Scopes,
    string? ScopeText,
    string? Challenge,
    bool IsPlainChallenge,
    string? LoginHint)
{
    /// <summary>Reads the parameters of a query or a form.</summary>
    /// <param name="portal">Which portal was asked.</param>
    /// <param name="options">The one app that is registered.</param>
    /// <param name="parameter">Gives a parameter by its name.</param>
    /// <param name="scopeParameter">The name under which the scopes asked for come.</param>
    /// <param name="problem">Why there is no request: a sentence for the member, who must not be sent anywhere.</param>
    public static AuthorizeRequest? Read(
        OAuthPortal portal, SandboxOptions options, Func<string, StringValues> parameter, string scopeParameter, out string problem)
    {
        string? Text(string name) => parameter(name) is { Count: > 0 } values && values[0] is { Length: > 0 } value ? value : null;

        var named = Text("redirect_uri");
        var redirectUri = named ?? (options.RedirectUris.Count == 1 ? options.RedirectUris[0] : null);
        problem = Text("client_id") switch
        {
            null => "The parameter client_id is missing.",
            var id when id != options.ClientId => $"The client_id {id} is unknown.",
            _ when redirectUri is null => "The parameter redirect_uri is missing.",
            _ when !IsAddress(redirectUri) => $"The redirect_uri {redirectUri} is not an absolute http address without a fragment.",
            _ when options.RedirectUris.Count > 0 && !options.RedirectUris.Contains(redirectUri) => $"The redirect_uri {redirectUri} is not registered for this app.",
            _ => Text("response_type") switch
            {
                null => "The parameter response_type is missing.",
                "token" => "",
                "code" => Text("code_challenge_method") is null or "plain" or "S256" ? "" : "The code_challenge_method must be S256 or plain.",
                var type => $"The response_type {type} is not supported; it must be code or token.",
            },
        };
        return problem.Length > 0 || redirectUri is null
            ? null
            : new(portal, Text("response_type") == "token", options.ClientId, redirectUri, named is not null, Text("state"),
                OAuth.Scopes.Requested(Text(scopeParameter), options), Text(scopeParameter),
                Text("code_challenge"), Text("code_challenge_method") is not "S256", Text("login_hint"));
    }

    private static bool IsAddress(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Fragment.Length == 0;
}
