using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Oura.OAuth;

/// <summary>
/// One app registered at Oura. Oura has two generations of OAuth endpoints; the defaults are those of the documented one.
/// Apps of the new portal set <see cref="DiscoveryUrl"/>, or its addresses one by one. A grant belongs to the endpoints
/// that issued it: to change an app over, add it under another name.
/// </summary>
public sealed class OuraAppOptions
{
    /// <summary>Client id that Oura gave the app.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>Client secret that Oura gave the app; also the key of webhook signatures.</summary>
    [Required]
    public string ClientSecret { get; set; } = "";

    /// <summary>Root of the data API.</summary>
    [Required]
    public Uri ApiUrl { get; set; } = new("https://api.ouraring.com");

    /// <summary>True reads Oura's fixed sample data instead of members' own. Default false.</summary>
    public bool UseSandbox { get; set; }

    /// <summary>Where members sign in. Apps of the new portal: <c>https://moi.ouraring.com/oauth/v2/ext/oauth-authorize</c>.</summary>
    [Required]
    public Uri AuthorizeUrl { get; set; } = new("https://cloud.ouraring.com/oauth/authorize");

    /// <summary>Where codes and refresh tokens are redeemed. New portal: <c>https://moi.ouraring.com/oauth/v2/ext/oauth-token</c>.</summary>
    [Required]
    public Uri TokenUrl { get; set; } = new("https://api.ouraring.com/oauth/token");

    /// <summary>Where grants are ended. New portal: <c>https://moi.ouraring.com/oauth/v2/ext/oauth-revoke</c>.</summary>
    [Required]
    public Uri RevokeUrl { get; set; } = new("https://api.ouraring.com/oauth/revoke");

    /// <summary>
    /// The new portal's description of itself, which then stands in for the three addresses above:
    /// <c>https://moi.ouraring.com/oauth/v2/ext/oauth-anonymous/.well-known/openid-configuration</c>. Read once. Default none.
    /// </summary>
    public Uri? DiscoveryUrl { get; set; }

    /// <summary>How <see cref="RevokeUrl"/> wants to be called. New portal: <see cref="RevokeForm.Form"/>, which is the default with <see cref="DiscoveryUrl"/>; otherwise <see cref="RevokeForm.PostQuery"/>.</summary>
    public RevokeForm? Revoke { get; set; }

    /// <summary>
    /// Scopes that members are asked for, space separated, in the form that the authorize page wants. The default is what
    /// metrics are made of, without <c>personal</c>: of age, weight, height and sex only the age would be read.
    /// </summary>
    [Required]
    public string Scopes { get; set; } = "daily heartrate workout session spo2 stress heart_health tag ring_configuration";
}
