using System.Text.Json.Serialization;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Oura's two identity providers, which the sandbox serves on one host by their paths.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OAuthPortal>))]
internal enum OAuthPortal
{
    /// <summary><c>/oauth/authorize</c>, <c>/oauth/token</c>, <c>/oauth/revoke</c>; bare scope names.</summary>
    Legacy,

    /// <summary><c>/oauth/v2/ext/oauth-authorize</c>, <c>-token</c>, <c>-revoke</c>; scope names with <c>extapi:</c>.</summary>
    Current,
}
