namespace OuraTeams.Contracts;

/// <summary>
/// Written before the refresh token is used, so that of two activations only the one that wrote it calls Oura:
/// refresh tokens are single use.
/// </summary>
[GenerateSerializer, Immutable, Alias("ourateams.refresh-lease")]
public sealed record RefreshLease
{
    /// <summary>Which attempt holds it.</summary>
    [Id(0)]
    public required Guid Attempt { get; init; }

    /// <summary>After this moment the attempt is taken for dead, its outcome for unknown.</summary>
    [Id(1)]
    public required DateTimeOffset Until { get; init; }
}
