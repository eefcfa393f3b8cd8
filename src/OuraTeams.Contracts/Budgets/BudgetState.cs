namespace OuraTeams.Contracts;

/// <summary>Stored state of a budget: what was set aside within the window, and a pause that Oura asked for.</summary>
[GenerateSerializer, Alias("ourateams.state.budget")]
public sealed record BudgetState
{
    /// <summary>What was set aside, oldest first.</summary>
    [Id(0)]
    public List<BudgetBucket> Spent { get; set; } = [];

    /// <summary>Nothing may be spent before this moment.</summary>
    [Id(1)]
    public DateTimeOffset? ClosedUntil { get; set; }
}
