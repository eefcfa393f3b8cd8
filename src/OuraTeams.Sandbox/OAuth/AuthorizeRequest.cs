using Microsoft.Extensions.Primitives;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>An authorization request that can be shown to a member.</summary>
internal sealed record AuthorizeRequest(
    OAuthPortal Portal, string ClientId, string RedirectUri, string? State, string? ScopeText, string? Challenge, bool IsPlainChallenge, string? LoginHint)
{
    /// <summary>The known scopes asked for, bare names.</summary>
    public string[] Scopes => OAuth.Scopes.Requested(ScopeText);

    /// <summary>Reads the parameters of a query or a form.</summary>
    /// <param name="portal">Which portal was asked.</param>
    /// <param name="clientId">The one client that is registered.</param>
    /// <param name="parameter">Gives a parameter by its name.</param>
    /// <param name="scopeParameter">The name under which the scopes asked for come.</param>
    /// <param name="problem">Why there is no request: a sentence for the member, who must not be sent anywhere.</param>
    public static AuthorizeRequest? Read(OAuthPortal portal, string clientId, Func<string, StringValues> parameter, string scopeParameter, out string problem)
    {
        string? Text(string name) => parameter(name) is { Count: > 0 } values && values[0] is { Length: > 0 } value ? value : null;

        var redirectUri = Text("redirect_uri");
        problem = Text("client_id") switch
        {
            null => "The parameter client_id is missing.",
            var id when id != clientId => $"The client_id {id} is unknown.",
            _ when redirectUri is null => "The parameter redirect_uri is missing.",
            _ when !IsAddress(redirectUri) => $"The redirect_uri {redirectUri} is not an absolute http address without a fragment.",
            _ => Text("response_type") switch
            {
                null => "The parameter response_type is missing.",
                "code" => Text("code_challenge_method") is null or "plain" or "S256" ? "" : "The code_challenge_method must be S256 or plain.",
                var type => $"The response_type {type} is not supported; it must be code.",
            },
        };
        return problem.Length > 0 || redirectUri is null
            ? null
            : new(portal, clientId, redirectUri, Text("state"), Text(scopeParameter),
                Text("code_challenge"), Text("code_challenge_method") is not "S256", Text("login_hint"));
    }

    private static bool IsAddress(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Fragment.Length == 0;
}
