namespace OuraTeams.Contracts.States;

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

/// <summary>Requests set aside in five seconds.</summary>
/// <param name="Start">Start of the five seconds: Unix seconds, a multiple of five.</param>
/// <param name="Count">Requests.</param>
[GenerateSerializer, Immutable, Alias("ourateams.budget-bucket")]
public readonly record struct BudgetBucket([property: Id(0)] long Start, [property: Id(1)] int Count);
