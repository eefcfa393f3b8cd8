namespace OuraTeams.Contracts;

/// <summary>Stored state of an organization: the newest changes of its members' connections.</summary>
[GenerateSerializer, Alias("ourateams.state.connection-log")]
public sealed record ConnectionLogState
{
    /// <summary>The changes, oldest first.</summary>
    [Id(0)]
    public List<NumberedConnectionChange> Changes { get; set; } = [];

    /// <summary>Number of the newest change.</summary>
    [Id(1)]
    public long Newest { get; set; }
}
