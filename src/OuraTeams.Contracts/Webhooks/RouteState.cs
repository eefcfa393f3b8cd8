namespace OuraTeams.Contracts;

/// <summary>Stored state of a router.</summary>
[GenerateSerializer, Alias("ourateams.state.route")]
public sealed record RouteState
{
    /// <summary>The accounts that get this Oura user's events: one for each organization that they connected to.</summary>
    [Id(0)]
    public List<AccountKey> Accounts { get; set; } = [];
}
