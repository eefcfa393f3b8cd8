namespace OuraTeams.Contracts;

/// <summary>Stored state of a ring account: what its documents said about each metric.</summary>
[GenerateSerializer, Alias("ourateams.state.cache")]
public sealed record CacheState
{
    /// <summary>Where the first release kept what <see cref="Readings"/> holds now. Read, never written.</summary>
    [Id(0)]
    public List<CachedDocument>? Documents { get; set; }

    /// <summary>Where the first release kept what <see cref="Days"/> holds now. Read, never written.</summary>
    [Id(1)]
    public Dictionary<DateOnly, long>? DayVersions { get; set; }

    /// <summary>The last version given to a day.</summary>
    [Id(2)]
    public long Version { get; set; }

    /// <summary>Number of the last read: what a later read says wins.</summary>
    [Id(3)]
    public long ReadOrder { get; set; }

    /// <summary>Days that changed and that the teams may not have got yet.</summary>
    [Id(4)]
    public HashSet<DateOnly> Unsent { get; set; } = [];

    /// <summary>What is kept of each document, as <c>ReadingPack</c> packs it.</summary>
    [Id(5)]
    public byte[] Readings { get; set; } = [];

    /// <summary>How many documents <see cref="Readings"/> holds.</summary>
    [Id(6)]
    public int DocumentCount { get; set; }

    /// <summary>The member's age in years as it was read, oldest first; one entry for each change.</summary>
    [Id(7)]
    public List<AgeNote> Ages { get; set; } = [];

    /// <summary>The rings that were ever paired.</summary>
    [Id(8)]
    public List<RingView> Rings { get; set; } = [];

    /// <summary>Figures of the newest hours, as <c>HourPack</c> packs them.</summary>
    [Id(9)]
    public byte[] Hours { get; set; } = [];

    /// <summary>Version of each day that has or had data, as <c>DayPack</c> packs them. Days outside of the history are dropped.</summary>
    [Id(10)]
    public byte[] Days { get; set; } = [];

    /// <summary>Days that the teams got in the last minutes, and when; null for none. The next activation sends them again.</summary>
    [Id(11)]
    public Dictionary<DateOnly, DateTimeOffset>? RecentlySent { get; set; }
}
