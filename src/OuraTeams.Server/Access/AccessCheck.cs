using System.Text;

namespace OuraTeams.Server.Access;

/// <summary>Compares what a caller presents in the header <c>authorization</c> with the token of the settings.</summary>
internal sealed class AccessCheck(AccessToken token)
{
    /// <summary>Whether the header of a gRPC call carries the token as <c>Bearer</c>.</summary>
    public bool AllowsCall(string? authorization) => Matches(Credential(authorization, "Bearer"));

    /// <summary>
    /// Whether the header of a request for an admin page carries the token: as <c>Bearer</c>, or as the password of
    /// <c>Basic</c> with any user name, because browsers send nothing else.
    /// </summary>
    public bool AllowsPage(string? authorization) => AllowsCall(authorization) || Matches(Password(Credential(authorization, "Basic")));

    /// <summary>What follows the scheme (RFC 9110, 11.4); null where the header has another scheme.</summary>
    private static string? Credential(string? authorization, string scheme) =>
        authorization is not null && authorization.StartsWith($"{scheme} ", StringComparison.OrdinalIgnoreCase) ? authorization[(scheme.Length + 1)..].Trim() : null;

    private static string? Password(string? encoded)
    {
        byte[] bytes = new byte[encoded?.Length ?? 0];
        if (!Convert.TryFromBase64String(encoded ?? "", bytes, out int length))
        {
            return null;
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private bool Matches(string? presented) => presented is not null && token.Matches(presented);
}
