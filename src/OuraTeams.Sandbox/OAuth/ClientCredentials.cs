using System.Security.Cryptography;
using System.Text;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>Who a request says it is: the app's id and secret, by form fields or HTTP Basic.</summary>
/// <param name="Id">The client id, null when none was sent.</param>
/// <param name="Secret">The secret, null when none was sent.</param>
internal sealed record ClientCredentials(string? Id, string? Secret)
{
    /// <summary>Reads them; the header goes before the form.</summary>
    public static ClientCredentials Read(HttpContext context, IFormCollection form)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[header.Length];
            if (Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)
                && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret])
            {
                return new(Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
            }

            return new("", "");
        }

        string? Field(string name) => form.TryGetValue(name, out var values) ? values.ToString() : null;
        return new(Field("client_id"), Field("client_secret"));
    }

    /// <summary>True when they are the registered app's.</summary>
    public bool Are(SandboxOptions options) => Same(Id, options.ClientId) && Same(Secret, options.ClientSecret);

    private static bool Same(string? given, string known) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(known));
}
