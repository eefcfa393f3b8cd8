namespace OuraTeams.Sandbox.Simulation;

/// <summary>What a sequence of <see cref="Noise"/> decides. A number never changes its meaning, or the world changes.</summary>
internal enum NoiseTopic
{
    Strain = 1,
    RingOff = 2,
    Night = 3,
    Nap = 4,
    Split = 5,
    Fever = 6,
    Hypnogram = 7,
    Samples = 8,
    Missing = 9,
    SleepScore = 10,
    ReadinessScore = 11,
    Steps = 12,
    ActivityBlocks = 13,
    ActivityScore = 14,
    Syncs = 15,
    Identity = 16,
    DocumentId = 17,
}
