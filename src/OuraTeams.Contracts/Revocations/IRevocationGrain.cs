using Orleans.Concurrency;

namespace OuraTeams.Contracts.Revocations;

/// <summary>
/// Ends one grant at Oura, on its own: whoever asks for it need not wait, and need not keep the tokens. Key: a random id that
/// the caller makes. Nothing of it is stored once it is done.
/// </summary>
[Alias("ourateams.IRevocationGrain")]
public interface IRevocationGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Stores the grant, encrypted, and returns; the grant is revoked afterwards, also after a crash, for a day at most while
    /// Oura can't be reached. The same call again does no harm. Not for personal access tokens: only their owner can end them.
    /// </summary>
    [Alias("Begin")]
    Task BeginAsync(RevocationRequest request);

    /// <summary>Goes on with a revocation whose process has ended.</summary>
    /// <returns>When to call again; null when nothing is left to revoke.</returns>
    [AlwaysInterleave]
    [Alias("CatchUp")]
    Task<DateTimeOffset?> CatchUpAsync();
}

/// <summary>A grant that is to be ended.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.revocation-request")]
public sealed record RevocationRequest
{
    /// <summary>Name of the Oura app that the grant was given to.</summary>
    [Id(0)]
    public required string App { get; init; }

    /// <summary>Access token of the grant.</summary>
    [Id(1)]
    public required string AccessToken { get; init; }

    /// <summary>Refresh token of the grant.</summary>
    [Id(2)]
    public required string RefreshToken { get; init; }

    /// <summary>Organization that the grant was given for; for the log.</summary>
    [Id(3)]
    public required string Organization { get; init; }

    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => $"RevocationRequest of {Organization} at the app {App}";
}
