namespace OuraTeams.Contracts;

/// <summary>Requests set aside in five seconds.</summary>
/// <param name="Start">Start of the five seconds: Unix seconds, a multiple of five.</param>
/// <param name="Count">Requests.</param>
[GenerateSerializer, Immutable, Alias("ourateams.budget-bucket")]
public readonly record struct BudgetBucket([property: Id(0)] long Start, [property: Id(1)] int Count);
