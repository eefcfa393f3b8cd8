namespace OuraTeams.Contracts;

/// <summary>Stored state of a sweep.</summary>
[GenerateSerializer, Alias("ourateams.state.sweep")]
public sealed record SweepState
{
    /// <summary>The accounts that it walks, and when each is due.</summary>
    [Id(0)]
    public Dictionary<AccountKey, DateTimeOffset> Due { get; set; } = [];
}
