namespace OuraTeams.Contracts;

/// <summary>Stored state of a ring account: what its documents said about each metric.</summary>
[GenerateSerializer, Alias("ourateams.state.cache")]
public sealed record CacheState
{
    /// <summary>What is kept of each document.</summary>
    [Id(0)]
    public List<CachedDocument> Documents { get; set; } = [];

    /// <summary>Version of each day that has or had data. Days outside of the history are dropped.</summary>
    [Id(1)]
    public Dictionary<DateOnly, long> DayVersions { get; set; } = [];

    /// <summary>The last version given to a day.</summary>
    [Id(2)]
    public long Version { get; set; }

    /// <summary>Number of the last read: what a later read says wins.</summary>
    [Id(3)]
    public long ReadOrder { get; set; }

    /// <summary>Days that changed and that the teams may not have got yet.</summary>
    [Id(4)]
    public HashSet<DateOnly> Unsent { get; set; } = [];
}
