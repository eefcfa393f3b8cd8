using System.Security.Cryptography;
using System.Text;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>
/// The token that Oura shows when it asks the callback to answer a challenge. Derived from the client secret, so that
/// intake can check it without asking anyone.
/// </summary>
public static class WebhookVerification
{
    /// <summary>The token of an app: hex, the same in every process that has the secret.</summary>
    public static string Token(OuraApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(app.Options.ClientSecret), Encoding.UTF8.GetBytes($"ourateams webhook verification {app.Name}")));
    }
}
