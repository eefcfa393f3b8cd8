using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Contracts.States;

/// <summary>Stored state of a ring account: what its documents said about each metric.</summary>
[GenerateSerializer, Alias("ourateams.state.cache")]
public sealed record CacheState
{
    /// <summary>The last version given to a day.</summary>
    [Id(0)]
    public long Version { get; set; }

    /// <summary>Number of the last read: what a later read says wins.</summary>
    [Id(1)]
    public long ReadOrder { get; set; }

    /// <summary>Days that changed and that the teams may not have got yet.</summary>
    [Id(2)]
    public HashSet<DateOnly> Unsent { get; set; } = [];

    /// <summary>What is kept of each document, as <c>ReadingPack</c> packs it.</summary>
    [Id(3)]
    public byte[] Readings { get; set; } = [];

    /// <summary>How many documents <see cref="Readings"/> holds.</summary>
    [Id(4)]
    public int DocumentCount { get; set; }

    /// <summary>The member's age in years as it was read, oldest first; one entry for each change.</summary>
    [Id(5)]
    public List<AgeNote> Ages { get; set; } = [];

    /// <summary>The rings that were ever paired.</summary>
    [Id(6)]
    public List<RingView> Rings { get; set; } = [];

    /// <summary>Figures of the newest hours, as <c>HourPack</c> packs them.</summary>
    [Id(7)]
    public byte[] Hours { get; set; } = [];

    /// <summary>Version of each day that has or had data, as <c>DayPack</c> packs them. Days outside of the history are dropped.</summary>
    [Id(8)]
    public byte[] Days { get; set; } = [];

    /// <summary>Days that the teams got in the last minutes, and when; null for none. The next activation sends them again.</summary>
    [Id(9)]
    public Dictionary<DateOnly, DateTimeOffset>? RecentlySent { get; set; }
}

/// <summary>A member's age.</summary>
/// <param name="Day">The day on which it was first read.</param>
/// <param name="Age">Years.</param>
[GenerateSerializer, Immutable, Alias("ourateams.age-note")]
public readonly record struct AgeNote([property: Id(0)] DateOnly Day, [property: Id(1)] int Age);
