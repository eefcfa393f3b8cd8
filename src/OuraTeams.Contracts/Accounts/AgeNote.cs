namespace OuraTeams.Contracts;

/// <summary>A member's age.</summary>
/// <param name="Day">The day on which it was first read.</param>
/// <param name="Age">Years.</param>
[GenerateSerializer, Immutable, Alias("ourateams.age-note")]
public readonly record struct AgeNote([property: Id(0)] DateOnly Day, [property: Id(1)] int Age);
