using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Oura;

/// <summary>One app registered at Oura. Oura has two generations of OAuth endpoints; the defaults are those of the documented one.</summary>
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

    /// <summary>Where members sign in. Apps of the new portal: <c>https://moi.ouraring.com/oauth/v2/ext/oauth-authorize</c>.</summary>
    [Required]
    public Uri AuthorizeUrl { get; set; } = new("https://cloud.ouraring.com/oauth/authorize");

    /// <summary>Where codes and refresh tokens are redeemed. New portal: <c>https://moi.ouraring.com/oauth/v2/ext/oauth-token</c>.</summary>
    [Required]
    public Uri TokenUrl { get; set; } = new("https://api.ouraring.com/oauth/token");

    /// <summary>Scopes that members are asked for, space separated, in the form that the authorize page wants.</summary>
    [Required]
    public string Scopes { get; set; } = "daily";
}
