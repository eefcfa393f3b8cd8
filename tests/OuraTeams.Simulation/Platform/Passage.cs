namespace OuraTeams.Simulation;

/// <summary>What becomes of a request.</summary>
internal enum Passage
{
    /// <summary>It is answered.</summary>
    Whole,

    /// <summary>It never reaches Oura.</summary>
    Lost,

    /// <summary>Oura takes it, and its answer never comes.</summary>
    Unanswered,
}
