namespace OuraTeams.Server.Access;

/// <summary>Settings of the section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>Fewest characters of a token.</summary>
    public const int ShortestToken = 16;

    /// <summary>
    /// Bearer token that gRPC and admin calls must carry, of 16 characters or more. Empty, the default: the embedded storage
    /// makes one in the file <c>development.token</c> of its data folder; Redis requires one.
    /// </summary>
    public string Token { get; set; } = "";
}
