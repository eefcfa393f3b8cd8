using OuraTeams.Contracts.Organizations;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a connection log: one page of its ring. A change writes one page.</summary>
[GenerateSerializer, Alias("ourateams.state.connection-log-page")]
public sealed record ConnectionLogPageState
{
    /// <summary>The changes of the page, oldest first.</summary>
    [Id(0)]
    public List<NumberedConnectionChange> Changes { get; set; } = [];
}
