namespace OuraTeams.Contracts;

/// <summary>Stored state of a sweep.</summary>
[GenerateSerializer, Alias("ourateams.state.sweep")]
public sealed record SweepState
{
    /// <summary>The accounts that it walks.</summary>
    [Id(0)]
    public HashSet<AccountKey> Accounts { get; set; } = [];
}
