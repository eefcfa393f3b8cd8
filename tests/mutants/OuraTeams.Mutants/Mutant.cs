namespace OuraTeams.Mutants;

/// <summary>One change of one line.</summary>
/// <param name="Id">The number that turns it on.</param>
/// <param name="File">The file, relative to the mutated folder.</param>
/// <param name="Line">The first line of what is changed, from 1.</param>
/// <param name="Member">The lines of the member that holds it.</param>
/// <param name="Change">What is changed.</param>
internal sealed record Mutant(int Id, string File, int Line, (int First, int Last) Member, string Change);
