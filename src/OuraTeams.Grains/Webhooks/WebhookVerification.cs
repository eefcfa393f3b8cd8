using System.Security.Cryptography;
using System.Text;
using OuraTeams.Oura.Apps;

namespace OuraTeams.Grains.Webhooks;

/// <summary>
/// The token that Oura shows when it asks the callback to answer a challenge. Derived from the client secret and the
/// generation, so that intake can check it without asking anyone.
/// </summary>
public static class WebhookVerification
{
    /// <summary>The token of an app: hex, the same in every process that has the secret.</summary>
    /// <param name="app">The app.</param>
    /// <param name="generation">Which of its tokens: the setting <c>Webhooks:VerificationGeneration</c>.</param>
    public static string Token(OuraApp app, int generation)
    {
        ArgumentNullException.ThrowIfNull(app);
        return Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(app.Options.ClientSecret), Encoding.UTF8.GetBytes($"ourateams webhook verification {generation} {app.Name}")));
    }

    /// <summary>
    /// Whether a token is an app's: the present one, or the one before, which Oura may still show while its subscriptions
    /// are moved over one by one. Compares in constant time.
    /// </summary>
    public static bool Accepts(OuraApp app, int generation, string? token) =>
        token is not null && (Same(Token(app, generation), token) | Same(Token(app, generation - 1), token));

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
