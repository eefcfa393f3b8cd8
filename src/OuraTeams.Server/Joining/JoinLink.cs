using OuraTeams.Contracts.Members;
using OuraTeams.Grains.Webhooks;

namespace OuraTeams.Server.Joining;

/// <summary>The address by which an invited member comes to us.</summary>
internal static class JoinLink
{
    /// <summary>Route of the consent page.</summary>
    public const string Route = "/join/{organization}/{member}/{secret}";

    /// <summary>Route that Oura sends the member back to; to be registered with the app.</summary>
    public const string CallbackRoute = "/oauth/callback";

    /// <summary>The link of an invitation.</summary>
    public static Uri Of(WebhookOptions options, Invitation invitation) => new(
        options.PublicUrl!, $"/join/{invitation.Member.Organization}/{invitation.Member.Member}/{invitation.Secret}");

    /// <summary>Address of the callback.</summary>
    public static Uri Callback(WebhookOptions options) => new(options.PublicUrl!, CallbackRoute);
}
