namespace OuraTeams.Contracts;

/// <summary>A member's consent, brought back from Oura.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.connect-request")]
public sealed record ConnectRequest
{
    /// <summary>Who connects.</summary>
    [Id(0)]
    public required MemberKey Member { get; init; }

    /// <summary>The Oura app (a name from our settings) that the consent was given to.</summary>
    [Id(1)]
    public required string App { get; init; }

    /// <summary>What Oura issued.</summary>
    [Id(2)]
    public required IssuedCredential Credential { get; init; }

    /// <summary>Whether it is a Personal Access Token: no refresh token, no known end, every scope.</summary>
    [Id(3)]
    public bool IsPersonalToken { get; init; }

    /// <summary>Requests that were made with the credential already, to find out whose it is.</summary>
    [Id(4)]
    public int Requests { get; init; } = 1;
}
