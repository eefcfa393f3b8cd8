namespace OuraTeams.Contracts.Accounts;

/// <summary>An OAuth token pair with what we know of it.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.issued-credential")]
public sealed record IssuedCredential
{
    /// <summary>Bearer token of the API.</summary>
    [Id(0)]
    public required string AccessToken { get; init; }

    /// <summary>Single use token for the next pair.</summary>
    [Id(1)]
    public required string RefreshToken { get; init; }

    /// <summary>When the access token ends.</summary>
    [Id(2)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Granted scopes, without prefix.</summary>
    [Id(3)]
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => $"IssuedCredential until {ExpiresAt:O}";
}
