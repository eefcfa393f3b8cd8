using OuraTeams.Contracts.Revocations;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a revocation: the grant that is to be ended.</summary>
[GenerateSerializer, Alias("ourateams.state.revocation")]
public sealed record RevocationState
{
    /// <summary>The grant; null when there is nothing to revoke.</summary>
    [Id(0)]
    public RevocationRequest? Request { get; set; }

    /// <summary>When the revocation was asked for.</summary>
    [Id(1)]
    public DateTimeOffset Since { get; set; }
}
