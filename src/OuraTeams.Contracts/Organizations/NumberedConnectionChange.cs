namespace OuraTeams.Contracts;

/// <summary>A change in an organization's list of them.</summary>
/// <param name="Number">Grows by one with each change of the organization.</param>
/// <param name="Change">The change.</param>
[GenerateSerializer, Immutable, Alias("ourateams.numbered-connection-change")]
public sealed record NumberedConnectionChange([property: Id(0)] long Number, [property: Id(1)] ConnectionChange Change);
